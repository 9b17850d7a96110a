"""The README's two commands: what they ask of the system, and what they say when it is not there."""

import importlib
import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def scripts(checkout: Path) -> Iterator[dict[str, ModuleType]]:
    """The scripts of packaging/, which are in no package."""
    names = ("display", "environment", "run", "test")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(checkout / "packaging"))
        # `test` is also a package of the standard library.
        hidden = {name: sys.modules.pop(name) for name in names if name in sys.modules}
        yield {name: importlib.import_module(name) for name in names}
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(hidden)


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    """A socket that somebody answers."""
    path = tmp_path / "wayland-9"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        yield path


def test_the_readme_begins_its_two_headings_with_the_two_commands(checkout: Path) -> None:
    readme = (checkout / "README.md").read_text(encoding="utf-8")
    for heading, command in [
        ("Run it", "python3 packaging/run.py"),
        ("Test it", "python3 packaging/test.py"),
    ]:
        section = re.split(rf"^## {heading}$", readme, flags=re.MULTILINE)[1]
        block = re.search(r"^```\w*\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
        assert block is not None
        assert block[1].strip() == command


def test_ci_calls_the_test_command_with_the_slow_tier(checkout: Path) -> None:
    script = checkout / ".ci" / "run"
    assert "packaging/test.py --all" in script.read_text()
    assert script.stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_the_lock_names_one_version_of_everything_the_project_needs(
    checkout: Path, name: str
) -> None:
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    if "test" in name:
        wanted += project["optional-dependencies"]["test"]
    lines = (checkout / "packaging" / name).read_text().splitlines()
    pins = dict(line.lower().replace("_", "-").split("==") for line in lines if "==" in line)
    for requirement in map(Requirement, wanted):
        version = pins[requirement.name.lower().replace("_", "-")]
        assert requirement.specifier.contains(version), requirement


def test_the_tests_have_everything_that_the_window_has(checkout: Path) -> None:
    run, test = (
        set((checkout / "packaging" / name).read_text().splitlines()[1:])
        for name in ("requirements.lock", "requirements-test.lock")
    )
    assert run <= test


@pytest.mark.parametrize("platform", [None, "offscreen", "xcb", "wayland", "nonsense"])
def test_without_a_screen_the_run_command_says_what_to_do(
    checkout: Path, platform: str | None
) -> None:
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    environment.pop("QT_QPA_PLATFORM", None)
    if platform is not None:
        environment["QT_QPA_PLATFORM"] = platform
    done = subprocess.run(
        [sys.executable, "packaging/run.py"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert done.stdout == ""
    assert "There is no screen here" in done.stderr
    assert "Traceback" not in done.stderr
    assert "xvfb-run -a python3 packaging/run.py" in done.stderr


def test_a_display_that_nobody_answers_is_no_screen(scripts: dict[str, ModuleType]) -> None:
    problem = scripts["display"].problem({"DISPLAY": ":987654"}, system="linux")
    assert "nothing answers at DISPLAY=:987654" in problem
    problem = scripts["display"].problem({"WAYLAND_DISPLAY": "nowhere"}, system="linux")
    assert "nothing answers at WAYLAND_DISPLAY=nowhere" in problem


def test_a_wayland_session_is_a_screen(scripts: dict[str, ModuleType], listening: Path) -> None:
    settings = {"WAYLAND_DISPLAY": listening.name, "XDG_RUNTIME_DIR": str(listening.parent)}
    assert scripts["display"].problem(settings, system="linux") is None


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_there_is_always_a_screen(scripts: dict[str, ModuleType], system: str) -> None:
    assert scripts["display"].problem({}, system=system) is None


@pytest.mark.parametrize("asked", ["offscreen", "minimal", "offscreen:size=1x1", "vnc"])
def test_a_platform_that_shows_nothing_is_not_heard(
    scripts: dict[str, ModuleType], listening: Path, asked: str
) -> None:
    settings = {"QT_QPA_PLATFORM": asked, "LANG": "de_DE.UTF-8"}
    for system in ("linux", "darwin", "win32"):
        fitting = scripts["display"].fitting_environment(settings, system=system)
        assert fitting == {"LANG": "de_DE.UTF-8"}


def test_a_platform_that_can_show_a_window_is_heard(
    scripts: dict[str, ModuleType], listening: Path
) -> None:
    settings = {
        "QT_QPA_PLATFORM": "wayland;xcb",
        "WAYLAND_DISPLAY": listening.name,
        "XDG_RUNTIME_DIR": str(listening.parent),
    }
    assert scripts["display"].fitting_environment(settings, system="linux") == settings


@pytest.mark.parametrize(
    ("words", "passed"),
    [
        ([], ["--template", "amazon"]),
        (["--debug"], ["--debug", "--template", "amazon"]),
        (["mine.flywheel"], ["mine.flywheel"]),
        (["--template", "b2b-marketing"], ["--template", "b2b-marketing"]),
        (["--version"], ["--version"]),
    ],
)
def test_the_run_command_opens_amazon_unless_a_file_is_named(
    words: list[str], passed: list[str], scripts: dict[str, ModuleType]
) -> None:
    assert scripts["run"].arguments(words) == passed


def test_the_test_command_passes_its_words_on(
    scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = scripts["test"].pytest_words
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert words([]) == []
    assert words(["--all", "-k", "ring"]) == ["-m", "", "-k", "ring"]
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert words(["-x"]) == ["-n", "2", "--dist", "worksteal", "-x"]
    assert words(["-n0", "-x"]) == ["-n0", "-x"]


def test_an_old_python_is_told_kindly(checkout: Path) -> None:
    for name in ("run", "test"):
        source = (checkout / "packaging" / f"{name}.py").read_text()
        code = f"import sys; sys.version_info = (3, 9, 2, 'final', 0); exec({source!r}, {{'__name__': 'x'}})"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.startswith("Flywheel Studio needs Python 3.11 or newer; this is 3.9.")
        # Nothing before that sentence may be beyond an old Python's grammar.
        compile(source, name, "exec", dont_inherit=True)
        assert "match " not in source
        assert ":=" not in source.partition("sys.exit(")[0]


def test_missing_libraries_are_found(scripts: dict[str, ModuleType]) -> None:
    found = scripts["environment"].missing_libraries(["libc.so.6", "libnowhere.so.1"])
    assert found == ["libnowhere.so.1"]


@pytest.fixture
def bare_system(scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A Linux whose loader lacks two of Qt's libraries."""
    environment = scripts["environment"]
    monkeypatch.setattr(environment.sys, "platform", "linux")
    monkeypatch.setattr(
        environment, "missing_libraries", lambda names: ["libEGL.so.1", "libxcb-cursor.so.0"]
    )
    return environment


def test_a_person_is_told_the_exact_command(
    bare_system: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare_system, "_may_install", lambda: False)
    monkeypatch.setattr(bare_system.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(
        bare_system.Unprepared, match="sudo apt-get install --yes libegl1 libxcb-cursor0"
    ):
        bare_system._see_to_qt_libraries()


def test_an_administrator_of_debian_is_spared_the_command(
    bare_system: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []

    def install(packages: list[str]) -> None:
        installed.extend(packages)
        monkeypatch.setattr(bare_system, "missing_libraries", lambda names: [])

    monkeypatch.setattr(bare_system, "_may_install", lambda: True)
    monkeypatch.setattr(bare_system, "_apt_install", install)
    bare_system._see_to_qt_libraries()
    assert installed == ["libegl1", "libxcb-cursor0"]


def test_another_system_is_told_what_is_missing(
    bare_system: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare_system, "_may_install", lambda: False)
    monkeypatch.setattr(bare_system.shutil, "which", lambda name: None)
    with pytest.raises(bare_system.Unprepared, match=r"libEGL\.so\.1, libxcb-cursor\.so\.0"):
        bare_system._see_to_qt_libraries()


def test_the_second_start_installs_nothing(
    scripts: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = scripts["environment"]
    installs: list[str] = []
    monkeypatch.setattr(environment, "PLACE", tmp_path)
    monkeypatch.setattr(environment, "_make_place", lambda: None)
    monkeypatch.setattr(environment, "_see_to_qt_libraries", lambda: None)
    monkeypatch.setattr(environment, "_install", installs.append)
    environment.prepare("requirements.lock")
    environment.prepare("requirements.lock")
    assert installs == ["requirements.lock"]
    environment.prepare("requirements-test.lock")
    environment.prepare("requirements.lock")
    assert installs == ["requirements.lock", "requirements-test.lock"]
