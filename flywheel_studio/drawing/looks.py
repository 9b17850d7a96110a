"""What the style of a record means: its colours as they are drawn in a theme, its known words.

A colour in a style is a place in the palette, counted from 1, or "#rrggbb". A place follows the
theme and the document's own palette; either way it is drawn so that it can be seen on the paper.
Whatever this version does not know draws as the default and stays in the file.
"""

from __future__ import annotations

import re
from typing import Final

from flywheel_studio.drawing.theme import PARTS, Theme, visible

# How a factor is filled, besides with a colour of its own.
FILLS: Final = ("none", "soft", "full")
SOFT: Final = 0.16
_COLOR: Final = re.compile("#[0-9A-Fa-f]{6}")


def drawn_color(value: object, theme: Theme, least: float = PARTS) -> str | None:
    """A style's colour as it is drawn on the paper; None where it names none.

    Args:
        least: by how much it stands out from the paper.
    """
    color = plain_color(value, theme)
    return None if color is None else visible(color, theme.paper, theme.ink, least)


def plain_color(value: object, theme: Theme) -> str | None:
    """A style's colour as it was chosen; None where it names none."""
    place = palette_place(value, theme)
    if place is not None:
        return theme.loops[place - 1]
    if isinstance(value, str) and _COLOR.fullmatch(value):
        return value
    return None


def palette_place(value: object, theme: Theme) -> int | None:
    """The place in the palette that a style names, counted from 1; after the last it starts again."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        return None
    return (value - 1) % len(theme.loops) + 1


def known_word(value: object, known: tuple[str, ...], default: str) -> str:
    """The value where it is one of these words, else the default."""
    return value if isinstance(value, str) and value in known else default
