"""What people install: the wheel holds the resources, and runs from anywhere."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    code = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=checkout, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, which is what installing a pure wheel comes to."""
    folder = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def run(installed: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `code` with the installed package found first, far from the checkout."""
    first = f"import sys; sys.path.insert(0, {str(installed)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", first + code, *words], cwd=installed, capture_output=True, text=True
    )


def test_every_resource_of_the_checkout_is_in_the_wheel(wheel: Path, checkout: Path) -> None:
    packed = {
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("flywheel_studio/resources/")
    }
    there = {
        f"flywheel_studio/resources/{path.relative_to(checkout / 'resources').as_posix()}"
        for path in (checkout / "resources").rglob("*")
        if path.is_file()
    }
    assert packed == there
    assert any(name.endswith("amazon.de.flywheel") for name in packed)


def test_the_wheel_holds_the_program_its_licences_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"flywheel_studio"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name]


def test_the_two_commands_are_declared_as_they_are_called(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        text = archive.read(entry).decode()
    assert "[console_scripts]\nflywheel = flywheel_studio.cli.main:program\n" in text
    assert "[gui_scripts]\nflywheel-studio = flywheel_studio.cli.main:open_window\n" in text


def test_an_installed_program_finds_its_resources_inside_itself(installed: Path) -> None:
    code = "from flywheel_studio.resource_files import resource; print(resource('themes', 'clean.json'))"
    path = Path(run(installed, code).stdout.strip())
    assert path == installed / "flywheel_studio" / "resources" / "themes" / "clean.json"
    assert path.exists()


def test_an_installed_command_line_makes_and_checks_the_amazon_flywheel(
    installed: Path, tmp_path: Path
) -> None:
    code = "from flywheel_studio.cli.main import main; sys.exit(main(sys.argv[1:]))"
    file = str(tmp_path / "a.flywheel")
    made = run(installed, code, "new", "--template", "amazon", "-o", file)
    assert made.returncode == 0, made.stderr
    checked = run(installed, code, "check", file)
    assert checked.returncode == 0, checked.stderr
    drawn = run(
        installed, code, "export", file, "-o", str(tmp_path / "a.svg"), "--text", "outlines"
    )
    assert drawn.returncode == 0, drawn.stderr
