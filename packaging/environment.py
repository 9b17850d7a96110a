"""Make the checkout's own Python environment, and see that Qt's libraries are there.

Only the standard library: this runs before anything is installed. The environment remembers, in a
stamp beside it, which lock it was filled from, so that the next start installs nothing.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging"
PLACE = ROOT / ".venv"
PYTHON = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# What Qt loads from the system, and the Debian and Ubuntu package that holds it.
QT_LIBRARIES: Mapping[str, str] = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    # These only for a window on an X display.
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


class Unprepared(Exception):
    """The environment cannot be made; the message says what to type."""


def prepare(lock: str) -> Path:
    """Make or refresh .venv so that it holds what `lock` names and the project itself.

    Args:
        lock: a file in packaging/.

    Returns:
        the Python of the environment.

    Raises:
        Unprepared: something is missing that only the reader can install.
    """
    _make_place()
    wanted = _fingerprint(lock)
    # What the tests need includes what the window needs.
    stamps = {PLACE / f"{name}.stamp" for name in (lock, "requirements-test.lock")}
    if not any(_text(stamp) == _fingerprint(stamp.stem) for stamp in stamps):
        _install(lock)
        (PLACE / f"{lock}.stamp").write_text(wanted, encoding="utf-8")
    _see_to_qt_libraries()
    return PYTHON


def see_to_programs(packages: Mapping[str, str]) -> str | None:
    """Install programs that a test asks as independent judges, where that is ours to do.

    Args:
        packages: program -> the Debian package that holds it.

    Returns:
        a sentence about those still missing; None when all are there.
    """
    missing = sorted({packages[name] for name in packages if shutil.which(name) is None})
    if missing and _may_install():
        try:
            _apt_install(missing)
        except Unprepared as problem:
            return f"{problem}\nThe tests that need them are skipped."
        missing = sorted({packages[name] for name in packages if shutil.which(name) is None})
    if not missing:
        return None
    return f"Tests that need these are skipped; to have them: {_apt_command(missing)}"


def _make_place() -> None:
    if (
        PYTHON.exists()
        and _says(PYTHON, "import sys; print(sys.version_info >= (3, 11))") == "True"
    ):
        return
    # Debian's own python3 has venv without ensurepip until a package of its own is installed.
    if _says(sys.executable, "import ensurepip, venv; print(True)") != "True":
        packages = [f"python3.{sys.version_info.minor}-venv"]
        if not _may_install():
            raise Unprepared(
                "This Python cannot make environments yet. Type this, then start again:\n"
                f"    {_apt_command(packages)}"
            )
        _apt_install(packages)
    print(f"Making {PLACE} ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=False)
    if made.returncode:
        raise Unprepared(f"{PLACE} could not be made; what Python said stands above.")


def _install(lock: str) -> None:
    """Install what the lock names, then the project in place."""
    print(f"Installing what packaging/{lock} names (once; a minute or two) ...", flush=True)
    for stamp in PLACE.glob("*.stamp"):
        stamp.unlink()
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--quiet",
    ]
    for words in (["--requirement", str(LOCKS / lock)], ["--no-deps", "--editable", str(ROOT)]):
        if subprocess.run([*pip, *words], check=False).returncode:
            raise Unprepared("pip could not install everything; what it said stands above.")
    # Where Python may not write compiled modules itself, each start would take twice as long.
    subprocess.run([PYTHON, "-m", "compileall", "-q", ROOT / "flywheel_studio"], check=False)


def _fingerprint(lock: str) -> str:
    """What the environment depends on: the lock, and what pyproject.toml says of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    says = json.dumps([project["project"], project["build-system"]], sort_keys=True)
    pins = (LOCKS / lock).read_text(encoding="utf-8")
    return hashlib.sha256(f"{ROOT}\n{says}\n{pins}".encode()).hexdigest()


def _see_to_qt_libraries() -> None:
    if sys.platform != "linux":
        return
    missing = missing_libraries(QT_LIBRARIES)
    if not missing:
        return
    packages = [QT_LIBRARIES[name] for name in missing]
    if _may_install():
        _apt_install(packages)
        missing = missing_libraries(QT_LIBRARIES)
    elif shutil.which("apt-get"):
        raise Unprepared(
            "Qt needs libraries that this system lacks. Type this, then start again:\n"
            f"    {_apt_command(packages)}"
        )
    if missing:
        raise Unprepared(f"Qt needs libraries that this system lacks: {', '.join(missing)}")


def missing_libraries(names: Iterable[str]) -> list[str]:
    """Those of `names` that the system's loader does not find."""
    missing = []
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def _may_install() -> bool:
    """Whether this is ours to do: an administrator on Debian, Ubuntu or their like."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_command(packages: Sequence[str]) -> str:
    return f"sudo apt-get install --yes {' '.join(packages)}"


def _apt_install(packages: Sequence[str]) -> None:
    print(f"Installing {' '.join(packages)} with apt-get ...", flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    for words in (["apt-get", "update"], install):
        done = subprocess.run(
            words,
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        # A mirror that does not answer leaves the lists of yesterday, which may do.
        if done.returncode and words is install:
            raise Unprepared(
                f"{done.stdout[-2_000:]}\napt-get could not install {' '.join(packages)}."
            )


def _says(python: Path | str, code: str) -> str:
    try:
        said = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return said.stdout.strip()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
