"""Find what is not code: templates, themes, fonts, icons and translations.

The same call works in a checkout, where they lie beside the package, in an installed wheel, where
they lie inside it, and in a frozen build, which unpacks them elsewhere.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """Name a file or folder under resources/; whether it exists is for the reader to find out.

    Args:
        parts: the path below resources/, for example `"templates", "amazon.en.flywheel"`.

    Raises:
        FileNotFoundError: there are no resources at all: the installation is incomplete.
        ValueError: the parts lead out of resources/.
    """
    if any(
        part == ".." or Path(part).is_absolute() for piece in parts for part in Path(piece).parts
    ):
        raise ValueError(f"not below resources/: {'/'.join(parts)}")
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    places = [package / "resources", package.parent / "resources"]
    # PyInstaller and its like unpack into this folder; __file__ may then name nothing on the disk.
    if frozen := getattr(sys, "_MEIPASS", None):
        places[:0] = [Path(frozen) / "flywheel_studio" / "resources", Path(frozen) / "resources"]
    for place in places:
        # A folder of that name beside site-packages is not ours: ours holds the translations.
        if (place / "translations").is_dir():
            return place
    raise FileNotFoundError(
        f"Flywheel Studio's resources are missing; looked in {', '.join(map(str, places))}"
    )
