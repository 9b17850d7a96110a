"""Flywheels that a person keeps to start others from: ordinary files in a folder of their own.

The folder is theirs: what they put there or take away by hand counts as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec.structs import replace

from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.storage.files import SUFFIX, read, save
from flywheel_studio.storage.problems import SaveProblem
from flywheel_studio.storage.state_folder import APP_NAME

_FOLDER: Final = "templates"
_LONGEST: Final = 80


def own_templates_folder() -> Path:
    """Where own templates lie; it may not be there yet."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / _FOLDER


def own_templates(folder: Path | None = None) -> tuple[Path, ...]:
    """The files of all own templates, by name."""
    place = own_templates_folder() if folder is None else folder
    try:
        found = [path for path in place.glob(f"*{SUFFIX}") if path.is_file()]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda path: path.name.casefold()))


def template_name(path: Path) -> str:
    """What a template is called: its file without the suffix."""
    return path.name.removesuffix(SUFFIX)


def own_template_path(name: str, folder: Path | None = None) -> Path:
    """The file that a template of this name lies in.

    Raises:
        ValueError: nothing of the name can stand in a file name; the text says so.
    """
    place = own_templates_folder() if folder is None else folder
    letters = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in name)
    words = " ".join(letters.split())[:_LONGEST].strip()
    if not words:
        raise ValueError(tr("A template needs a name with letters or digits."))
    return place / f"{words}{SUFFIX}"


def save_own_template(flywheel: Flywheel, path: Path) -> None:
    """Keep a flywheel as a template, in place of one with the same file.

    Raises:
        SaveProblem: it could not be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SaveProblem(
            tr("The folder {folder} cannot be made.", folder=str(path.parent)), str(problem)
        ) from problem
    # Where the paper was looked at belongs to one drawing, not to those that begin from it.
    plain = replace(flywheel, header=replace(flywheel.header, view={}))
    save(plain, path, expected=None, keep_previous=False)


def load_own_template(path: Path) -> Flywheel:
    """A template as a new document.

    Raises:
        FileProblem: it cannot be read.
    """
    return read(path).flywheel
