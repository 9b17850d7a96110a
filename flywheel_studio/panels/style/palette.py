"""The colours of a light window and of a dark one, both also in high contrast, and of factors in them.

The window's mode never changes an export. Text has at least 4.5:1 on its ground (7:1 in high
contrast), everything else that carries meaning 3:1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtGui import QColor

from flywheel_studio.panels.style.strong import strong
from flywheel_studio.panels.style.tokens import BASE_PX, Tokens

# Of the factors' colours past the hand-picked ones.
_SATURATION: Final = 130
_LIGHT_LIGHTNESS: Final = 95
_DARK_LIGHTNESS: Final = 170

LIGHT: Final = Tokens(
    is_dark=False,
    surface="#fbfaf8",
    card="#ffffff",
    hover="#f3f1ec",
    line="#e5e2dc",
    field_line="#8d939c",
    ink="#1f2733",
    muted="#5a6472",
    accent="#d9640a",
    accent_ink="#ffffff",
    accent_text="#a84b00",
    accent_wash="#fdf0e4",
    good="#0b7a5c",
    bad="#b3261e",
    plus="#0072B2",
    minus="#D55E00",
    factors=(
        "#2f6db0", "#0b8a6a", "#a8407a", "#8a6d00", "#5f50c0", "#b3261e",
        "#007c99", "#5f6875", "#4d7c0f", "#9440d0", "#84502f", "#d9640a",
    ),
    loops=("#d9640a", "#2f3a4a", "#2f6db0", "#0b8a6a", "#a8407a", "#5f50c0"),
    # Deeper than any factor's: a chart shows both.
    scenarios=("#5a1368", "#0b4a3a", "#6b2410", "#00309c", "#2f3a4a"),
)  # fmt: skip

DARK: Final = Tokens(
    is_dark=True,
    surface="#1c2430",
    card="#242e3c",
    hover="#2b3747",
    line="#364355",
    field_line="#8592a3",
    ink="#eef1f5",
    muted="#aab5c3",
    accent="#ff9f43",
    accent_ink="#1c2430",
    accent_text="#ffb570",
    accent_wash="#3a3230",
    good="#5cd6ac",
    bad="#ff8a80",
    plus="#56B4E9",
    minus="#FF8C42",
    factors=(
        "#7fb2e5", "#4fd1a5", "#f08bb9", "#e3c44a", "#a99cf5", "#ff8a80",
        "#4cc9e0", "#b4bcc8", "#a3d65c", "#d0a2ff", "#d9a583", "#ff9f43",
    ),
    loops=("#ff9f43", "#7fb2e5", "#4fd1a5", "#f08bb9", "#e3c44a", "#a99cf5"),
    scenarios=("#c44fd8", "#2f9e8f", "#e0486b", "#3d8bff", "#dfe5ec"),
)  # fmt: skip


BLACK_ON_WHITE: Final = ("#ffffff", "#000000")
WHITE_ON_BLACK: Final = ("#000000", "#ffffff")


def tokens_for(
    is_dark: bool, base_px: int = BASE_PX, *, ground: tuple[str, str] | None = None
) -> Tokens:
    """The tokens of a window mode, at the size of text that the system asks for.

    Args:
        ground: for high contrast: the colour of the window and of what is written on it. See
            `BLACK_ON_WHITE` and `WHITE_ON_BLACK`.
    """
    base_px = max(10, min(28, base_px))
    tokens = replace(
        DARK if is_dark else LIGHT,
        base_px=base_px,
        small_px=base_px - 2,
        large_px=base_px + 6,
    )
    return tokens if ground is None else strong(tokens, *ground)


def factor_colours(tokens: Tokens, factors: Iterable[str]) -> dict[str, str]:
    """A colour for each factor, by its place in the document.

    The first twelve are hand-picked; past them hues go on by the golden angle, so that
    neighbours stay apart.
    """
    return {factor: _colour_at(tokens, index) for index, factor in enumerate(factors)}


def on_paper(color: str, tokens: Tokens) -> str:
    """The colour of a factor or a scenario in a window of `tokens` as it is on light paper."""
    own, light = tokens.factors + tokens.scenarios, LIGHT.factors + LIGHT.scenarios
    if color in own:
        return light[own.index(color)]
    named = QColor(color)
    # The hues past the hand-picked ones, as `_colour_at` makes them for a dark window.
    if tokens.is_dark and abs(named.lightness() - _DARK_LIGHTNESS) <= 2:
        return QColor.fromHsl(named.hslHue(), _SATURATION, _LIGHT_LIGHTNESS).name()
    return color


def _colour_at(tokens: Tokens, index: int) -> str:
    if index < len(tokens.factors):
        return tokens.factors[index]
    hue = int(index * 137.508) % 360
    lightness = _DARK_LIGHTNESS if tokens.is_dark else _LIGHT_LIGHTNESS
    return QColor.fromHsl(hue, _SATURATION, lightness).name()
