"""The bundled typefaces, made known to Qt, and the Qt font of a line of text.

Sizes are pixels, so that neither the screen's nor a picture's dots per inch change a drawing.
Hinting is off: only then are Qt's advances those that `drawing.text_metrics` shaped (within
0.1 % for Inter at 12 to 20 px, PySide6 6.11.3), at every zoom. Qt takes whole pixel sizes only,
so a size in between is the nearest whole one, scaled.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from flywheel_studio.drawing.primitives import TextLine
from flywheel_studio.drawing.text_metrics import bundled_weight
from flywheel_studio.resource_files import resource

# Below this a difference between Qt's advance and the shaped one is rounding (1/64 px a glyph);
# above it Qt took glyphs from another font, and the line is fitted into the room it was given.
_SAME_ADVANCE: Final = 0.01

_application: QGuiApplication | None = None
_is_installed = False


class LineFont(NamedTuple):
    """A font and how to place it: `ascent` above the baseline in its own pixels, `scale` to paper."""

    font: QFont
    ascent: float
    scale: float


def ensure_application() -> None:
    """Create a QGuiApplication where there is none, as `flywheel export` needs for its fonts.

    Without a display it uses Qt's offscreen platform, which draws alike.
    """
    global _application
    if QGuiApplication.instance() is None:
        _application = QGuiApplication(["flywheel", "-platform", "offscreen"])


def install_fonts() -> None:
    """Register the bundled fonts with Qt, once a process. Needs a QGuiApplication.

    Raises:
        RuntimeError: a bundled font is missing or broken.
    """
    global _is_installed
    if _is_installed:
        return
    for path in sorted(resource("fonts").glob("*/*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"Qt cannot read the font {path}")
    _is_installed = True


def font_of(line: TextLine) -> QFont:
    """The Qt font of a line of text, at the nearest whole pixel size."""
    return line_font(line.family, line.size, line.weight).font


@lru_cache(maxsize=256)
def line_font(family: str, size: float, weight: int) -> LineFont:
    """The font for one family, em in paper units and weight (400 to 700)."""
    install_fonts()
    pixels = max(1, round(size))
    font = QFont(family)
    font.setPixelSize(pixels)
    # Exactly the face that was measured: Qt would make a bolder one up.
    font.setWeight(QFont.Weight(bundled_weight(family, weight)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(True)
    font.setStyleStrategy(
        QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.NoSubpixelAntialias
    )
    return LineFont(font, QFontMetricsF(font).ascent(), size / pixels)


@lru_cache(maxsize=256)
def first_forms(family: str, size: float, weight: int) -> QFont:
    """The same font with the first form of every letter: one that a reader of a PDF knows."""
    font = QFont(line_font(family, size, weight).font)
    for feature in ("rlig", "calt", "liga"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def stretch_of(line: TextLine) -> float:
    """How much narrower than Qt's own a line must be drawn to keep within its advance.

    1 unless a glyph is missing from the bundled font: then Qt takes it from a font of the
    system, whose width nobody measured when the box was made.
    """
    return _fitted(line)[0]


def indent_of(line: TextLine) -> float:
    """How far from its left end a line is drawn that is narrower than its advance.

    Letters are never drawn wider than they are: what a font of the system leaves of the room that
    was guessed lies on both sides.
    """
    return _fitted(line)[1]


@lru_cache(maxsize=4096)
def _fitted(line: TextLine) -> tuple[float, float]:
    placed = line_font(line.family, line.size, line.weight)
    drawn = QFontMetricsF(placed.font).horizontalAdvance(line.text) * placed.scale
    if drawn <= 0.0 or line.advance <= 0.0 or abs(drawn / line.advance - 1.0) < _SAME_ADVANCE:
        return 1.0, 0.0
    if drawn > line.advance:
        return line.advance / drawn, 0.0
    return 1.0, (line.advance - drawn) / 2
