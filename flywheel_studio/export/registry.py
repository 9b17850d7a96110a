"""What an exporter is, and what can be asked of one.

The rows themselves are put together where Qt may be imported; this module only says their shape.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from flywheel_studio.drawing.primitives import Figure

PADDING = 16.0


class PictureOptions(Struct, frozen=True, kw_only=True):
    """How a picture is made. At most one of `width`, `scale` and `dpi` is given.

    `width`: of the picture, px. `scale`: px per paper unit. `dpi`: px per inch, written into the
    file where the format can say so. `padding`: paper units round the drawing. `text`: real words
    in the bundled family, or their outlines. `model`: the encoded document to carry inside.
    """

    width: int | None = None
    scale: float | None = None
    dpi: float | None = None
    transparent: bool = False
    text: Literal["text", "outlines"] = "text"
    padding: float = PADDING
    model: bytes | None = None


class Exporter(Struct, frozen=True, kw_only=True):
    """One row: `id` and `suffix` (without a dot) for the command line, `title` for the menu."""

    id: str
    suffix: str
    title: Callable[[], str]
    write: Callable[[Figure, PictureOptions], bytes]


def scale_of(options: PictureOptions, width: float) -> float:
    """Pixels per paper unit for a picture that is `width` paper units wide, padding included."""
    if options.width is not None:
        return options.width / width
    if options.scale is not None:
        return options.scale
    if options.dpi is not None:
        return options.dpi / 96.0
    return 1.0
