"""The layers hold, and the contracts that say so catch each way of breaking them."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Lint = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def contracts(checkout: Path) -> dict[str, dict[str, object]]:
    settings = tomllib.loads((checkout / "pyproject.toml").read_text())
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def copied(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, to be spoiled."""
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(checkout / "flywheel_studio", folder / "flywheel_studio", ignore=ignored)
    shutil.copy(checkout / "pyproject.toml", folder)
    return folder


@pytest.fixture
def package(copied: Path) -> Iterator[Path]:
    """The copy, and after the test as it was: what a test wrote over or added is undone."""
    package = copied / "flywheel_studio"
    before = {path: path.read_bytes() for path in package.rglob("*.py")}
    yield package
    for path in [path for path in package.rglob("*.py") if path not in before]:
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


@pytest.fixture
def lint(copied: Path) -> Lint:
    """Run import-linter on the copy: one contract of pyproject.toml."""

    def run(contract: str) -> subprocess.CompletedProcess[str]:
        code = "from importlinter.cli import lint_imports_command as c; c()"
        return subprocess.run(
            [sys.executable, "-c", code, "--no-cache", "--contract", contract],
            cwd=copied,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
        )

    return run


def add(package: Path, module: str, source: str) -> None:
    """Write `source` at the end of a module, which may be new."""
    path = package / module
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(source)


@pytest.mark.parametrize(
    "contract", ["layers", "no-qt", "networkx", "panels", "momentum", "cycles"]
)
def test_the_project_keeps_each_contract(contract: str, lint: Lint) -> None:
    done = lint(contract)
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("contract", "module", "source", "named"),
    [
        pytest.param(
            "no-qt",
            "model/flywheel.py",
            "\n\ndef paint():\n    from PySide6 import QtGui\n    return QtGui\n",
            "flywheel_studio.model.flywheel -> PySide6",
            id="a Qt import inside a function of the core",
        ),
        pytest.param(
            "no-qt",
            "geometry/plane.py",
            "\nimport flywheel_studio.qt_rendering.painter\n",
            "flywheel_studio.geometry",
            id="Qt by way of another package",
        ),
        pytest.param(
            "layers",
            "geometry/plane.py",
            "\n\ndef places():\n    from flywheel_studio.model import placement\n    return placement\n",
            "flywheel_studio.geometry is not allowed to import flywheel_studio.model",
            id="an upward import",
        ),
        pytest.param(
            "layers",
            "export/svg.py",
            "\nimport flywheel_studio.storage.codec\n",
            "flywheel_studio.export is not allowed to import flywheel_studio.storage",
            id="a sibling import",
        ),
        pytest.param(
            "networkx",
            "panels/loops/by_hand.py",
            "import networkx\n",
            "flywheel_studio.panels.loops.by_hand -> networkx",
            id="networkx in a panel",
        ),
        pytest.param(
            "networkx",
            "model/flywheel.py",
            "\n\ndef graph():\n    import networkx as nx\n    return nx\n",
            "flywheel_studio.model.flywheel -> networkx",
            id="networkx inside a function of the model",
        ),
        pytest.param(
            "cycles",
            "geometry/plane.py",
            "\nfrom flywheel_studio.geometry import ring\n",
            "flywheel_studio.geometry",
            id="a cycle between two modules of one package",
        ),
        pytest.param(
            "panels",
            "panels/fields/field.py",
            "\n\ndef card():\n    from flywheel_studio.panels.checks import card\n    return card\n",
            "flywheel_studio.panels.fields is not allowed to import flywheel_studio.panels.checks",
            id="a shared field that knows a panel",
        ),
        pytest.param(
            "panels",
            "panels/loops/panel.py",
            "\nimport flywheel_studio.panels.outline.rows\n",
            "flywheel_studio.panels.loops is not allowed to import flywheel_studio.panels.outline",
            id="a panel that knows another panel",
        ),
        pytest.param(
            "panels",
            "panels/odds_and_ends.py",
            '"""A module that nobody gave a room."""\n',
            "odds_and_ends",
            id="a module beside the rooms of the panels",
        ),
        pytest.param(
            "momentum",
            "panels/momentum/chart/curves.py",
            "\nimport flywheel_studio.panels.momentum.pushes.rows\n",
            "flywheel_studio.panels.momentum.chart is not allowed to import",
            id="curves that know the pushes below them",
        ),
        pytest.param(
            "layers",
            "helpers/__init__.py",
            '"""A package that nobody gave a place."""\n',
            "helpers",
            id="an unlisted package",
        ),
    ],
)
def test_a_violation_is_caught(
    contract: str, module: str, source: str, named: str, package: Path, lint: Lint
) -> None:
    add(package, module, source)
    done = lint(contract)
    said = " ".join(done.stdout.split())
    assert done.returncode == 1, said
    assert "0 kept, 1 broken" in said
    assert named in said


def test_every_layer_below_the_line_is_forbidden_to_see_qt(
    contracts: dict[str, dict[str, object]],
) -> None:
    layers = contracts["layers"]["layers"]
    assert isinstance(layers, list)
    core = layers[layers.index("qt_rendering") + 1 :]
    names = {name.strip() for layer in core for name in layer.split("|")}
    assert {f"flywheel_studio.{name}" for name in names} == set(
        contracts["no-qt"]["source_modules"]
    )  # type: ignore[call-overload]


def test_every_layer_of_the_contract_exists(
    contracts: dict[str, dict[str, object]], checkout: Path
) -> None:
    layers = contracts["layers"]["layers"]
    assert isinstance(layers, list)
    for name in (name.strip() for layer in layers for name in layer.split("|")):
        package = checkout / "flywheel_studio" / name
        assert (package / "__init__.py").exists() or package.with_suffix(".py").exists(), name


@pytest.mark.parametrize("words", ["check", "export", "simulate", "convert", "templates"])
def test_the_command_line_runs_without_qt(words: str, checkout: Path, tmp_path: Path) -> None:
    file = checkout / "resources" / "templates" / "amazon.en.flywheel"
    arguments = {
        "check": ["check", "--quiet", str(file), "--json"],
        "export": ["export", "--quiet", str(file), "-o", str(tmp_path / "a.svg")],
        "simulate": ["simulate", "--quiet", str(file), "--json"],
        "convert": ["convert", "--quiet", str(file), str(tmp_path / "a.flywheel")],
        "templates": ["templates", "--json"],
    }[words]
    code = (
        "import sys; from flywheel_studio.cli.main import main\n"
        "status = main(sys.argv[1:])\n"
        "seen = {name.partition('.')[0] for name in sys.modules}\n"
        "print(status, sorted(seen & {'PySide6', 'shiboken6'}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.stderr == "0 []\n", done.stderr


def test_every_package_says_what_it_is_and_exports_nothing(checkout: Path) -> None:
    for path in (checkout / "flywheel_studio").rglob("__init__.py"):
        source = path.read_text()
        assert source.startswith('"""'), path
        if path.parent.name != "flywheel_studio":
            assert "import" not in source.rpartition('"""')[2], path
