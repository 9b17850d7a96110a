"""How a drawing is coloured and lettered. A theme never changes the model.

Themes are files in resources/themes; an unknown name draws as "clean", so that a file from a
newer version still opens.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.model.records import Header
from flywheel_studio.resource_files import resource

DEFAULT: Final = "clean"
# What carries meaning stands out from its ground by 3:1, words by 4.5:1 (WCAG 2.1).
PARTS: Final = 3.0
WORDS: Final = 4.5
_BLACK: Final = "#000000"


class Theme(Struct, frozen=True, kw_only=True):
    """Colours as "#rrggbb".

    `loops`: one colour a loop, in the order of the loops; after the last it starts again.
    `plain`: links and outlines on no loop. `positive`, `negative`: the sign discs.
    `wobble`: how far a line leaves its way, paper units; 0 for a steady hand.
    """

    id: str
    paper: str
    surface: str
    ink: str
    muted: str
    loops: tuple[str, ...]
    plain: str
    positive: str
    negative: str
    family: str
    wobble: float = 0.0

    def loop_color(self, position: int) -> str:
        return self.loops[position % len(self.loops)]

    def ink_on(self, fill: str) -> str:
        """The letter colour that reads best on `fill`: the ink, the paper, black or white.

        On the few middling colours where none of them reaches 4.5:1, pure black does.
        """
        candidates = (self.ink, self.paper, "#FFFFFF", "#10151D")
        best = max(candidates, key=lambda color: contrast(color, fill))
        return best if contrast(best, fill) >= WORDS else _BLACK


def theme_names() -> tuple[str, ...]:
    """The names of the themes that ship, the default first."""
    names = sorted(path.stem for path in resource("themes").glob("*.json"))
    return (DEFAULT, *(name for name in names if name != DEFAULT))


@cache
def theme_named(name: str) -> Theme:
    """The theme of this name, or the default one where there is none."""
    known = name if name in theme_names() else DEFAULT
    return msgspec.json.decode(resource("themes", f"{known}.json").read_bytes(), type=Theme)


def theme_of(header: Header, name: str | None = None) -> Theme:
    """The theme of a document (or another one), with its own colours where it has any.

    A colour that can hardly be seen on the theme's paper is moved towards the ink until it can
    (3:1); the document keeps the colour that was chosen, for a theme that can show it.
    """
    theme = theme_named(name or header.theme)
    return dressed(theme, header.palette) if header.palette else theme


@lru_cache(maxsize=64)
def dressed(theme: Theme, palette: tuple[str, ...]) -> Theme:
    """A theme with other colours for its loops."""
    return replace(theme, loops=tuple(visible(color, theme.paper, theme.ink) for color in palette))


def visible(color: str, paper: str, ink: str, least: float = PARTS) -> str:
    """The colour, moved towards the ink until it stands out from the paper as much as `least`."""
    for share in range(11):
        mixed = "#" + "".join(
            f"{round((int(color[i : i + 2], 16) * (10 - share) + int(ink[i : i + 2], 16) * share) / 10):02X}"
            for i in (1, 3, 5)
        )
        if contrast(mixed, paper) >= least:
            return color if share == 0 else mixed
    return ink


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.1, relative luminance."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def mixed(first: str, second: str, share: float) -> str:
    """The colour this share of the way from one to another: 0 the first, 1 the second."""
    channels = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in channels)


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
