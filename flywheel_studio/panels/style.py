"""How the panels look: colours and distances as tokens, and the style sheet made from them.

One set for a light window and one for a dark one, both also in high contrast; the window's mode
never changes an export. Text has at least 4.5:1 on its ground (7:1 in high contrast), everything
else that carries meaning 3:1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.panels.strong import strong, strong_rules
from flywheel_studio.panels.tokens import BASE_PX as BASE_PX
from flywheel_studio.panels.tokens import Tokens as Tokens

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


def on_paper(color: str, tokens: Tokens, *, is_loop: bool = False) -> str:
    """A factor's colour in a window as it is on light paper; any other as it is.

    Args:
        tokens: of the window.
        is_loop: it is one of the loops' colours, which scenarios wear too. Some are both.
    """
    own, light = (tokens.loops, LIGHT.loops) if is_loop else (tokens.factors, LIGHT.factors)
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


def wear(widget: QWidget, tokens: Tokens, more: str = "") -> None:
    """Give a panel its style sheet, and rules of its own, unless the whole program wears it already.

    Whoever has a style sheet of their own has all that is in them polished once more: 10 to 50 ms
    for a panel full of fields.
    """
    sheet = style_sheet(tokens)
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.styleSheet().startswith(sheet):
        sheet = ""
    own = sheet + more
    if own:
        own += strong_rules(tokens)
    if widget.styleSheet() != own:
        widget.setStyleSheet(own)


@cache
def style_sheet(t: Tokens) -> str:
    """The style sheet of a panel. Rules name object names and the dynamic properties of fields."""
    return f"""
    QWidget#panel, QWidget#panelBody, QScrollArea#panelScroll {{
        background: {t.surface}; color: {t.ink}; border: none; font-size: {t.base_px}px;
    }}
    QLabel {{ background: transparent; color: {t.ink}; font-size: {t.base_px}px; }}
    QLabel#headline {{ font-size: {t.large_px}px; font-weight: 600; }}
    QLabel#subline {{ color: {t.muted}; font-size: {t.base_px}px; }}
    QLabel#section {{ color: {t.muted}; font-size: {t.small_px}px; font-weight: 600; }}
    QLabel#caption {{ color: {t.muted}; font-size: {t.small_px}px; }}
    QLabel#value {{ font-weight: 600; }}
    QLabel#fieldName {{ color: {t.muted}; font-size: {t.small_px + 1}px; }}
    QLabel#problem {{ color: {t.bad}; font-size: {t.small_px + 1}px; }}
    QLabel#notice {{
        background: {t.accent_wash}; border-radius: {t.radius}px; padding: 8px 10px;
        font-size: {t.small_px + 1}px;
    }}
    QFrame#row {{ background: transparent; border: none; border-radius: {t.radius}px; }}
    QFrame#row:hover {{ background: {t.hover}; }}
    QFrame#rule {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
    QToolButton, QPushButton {{
        background: transparent; color: {t.ink}; border: 1px solid transparent;
        border-radius: {t.radius}px; padding: 3px 8px; min-height: 22px;
        font-size: {t.base_px}px;
    }}
    QToolButton:hover, QPushButton:hover {{ background: {t.hover}; }}
    QToolButton:pressed, QPushButton:pressed {{ background: {t.line}; }}
    QToolButton:focus, QPushButton:focus {{ border: 1px solid {t.accent}; }}
    QToolButton:disabled, QPushButton:disabled {{ color: {t.faint}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QToolButton#play {{
        background: {t.accent}; border: 2px solid {t.accent}; border-radius: 18px; padding: 0;
        min-width: 32px; max-width: 32px; min-height: 32px; max-height: 32px;
    }}
    QToolButton#play:hover {{ background: {mixed(t.accent, t.ink, 0.12)}; }}
    QToolButton#play:focus {{ border-color: {t.ink}; }}
    QToolButton#play:disabled {{ background: {t.line}; border-color: {t.line}; }}
    QToolButton#round {{
        border-radius: 15px; padding: 0;
        min-width: 28px; max-width: 28px; min-height: 28px; max-height: 28px;
    }}
    QPushButton#chip {{
        background: {t.card}; border: 1px solid {t.line}; border-radius: 13px;
        padding: 1px 10px 1px 8px; text-align: left; font-size: {t.small_px + 1}px;
    }}
    QPushButton#chip:hover {{ border-color: {t.field_line}; background: {t.hover}; }}
    QPushButton#chip:pressed {{ background: {t.accent_wash}; border-color: {t.accent}; }}
    QPushButton#chip:checked {{
        background: {t.accent_wash}; border-color: {t.accent}; color: {t.accent_text};
    }}
    QPushButton#chip:focus {{ border: 1px solid {t.accent}; }}
    QPushButton#quiet, QPushButton#more {{
        color: {t.muted}; padding: 1px 6px; min-height: 22px; font-size: {t.small_px + 1}px;
    }}
    QPushButton#more {{ text-align: left; }}
    QPushButton#legend {{
        padding: 0 6px; min-height: 22px; text-align: left; font-size: {t.small_px + 1}px;
        color: {t.muted};
    }}
    QPushButton#legend:checked {{ color: {t.ink}; }}
    QToolButton#picture {{
        background: {t.card}; border: 2px solid {t.card}; border-radius: {t.radius - 2}px;
        padding: 0; min-width: 20px; max-width: 20px; min-height: 20px; max-height: 20px;
    }}
    QToolButton#picture:hover {{ background: {t.hover}; border-color: {t.line}; }}
    QToolButton#picture:checked {{ background: {t.accent_wash}; border-color: {t.accent}; }}
    QToolButton#picture:focus {{ border-color: {t.ink}; }}
    QToolButton#segment {{
        background: {t.card}; border: 1px solid {t.line}; border-radius: 0;
        padding: 2px 6px; font-size: {t.small_px + 1}px; min-height: 24px;
    }}
    QToolButton#segment[place="first"] {{
        border-top-left-radius: {t.radius}px; border-bottom-left-radius: {t.radius}px;
    }}
    QToolButton#segment[place="last"] {{
        border-top-right-radius: {t.radius}px; border-bottom-right-radius: {t.radius}px;
    }}
    QToolButton#segment[is_stacked="true"] {{ border-radius: {t.radius - 2}px; }}
    QToolButton#segment:hover {{ background: {t.hover}; }}
    QToolButton#segment:checked {{
        background: {t.accent_wash}; border-color: {t.accent}; color: {t.accent_text};
        font-weight: 600;
    }}
    QToolButton#segment:focus {{ border-color: {t.accent}; }}
    QLineEdit, QPlainTextEdit, QComboBox {{
        background: {t.card}; color: {t.ink}; border: 1px solid {t.line};
        border-radius: {t.radius - 2}px; padding: 4px 7px; font-size: {t.base_px}px;
        selection-background-color: {t.accent}; selection-color: {t.accent_ink};
    }}
    QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover {{ border-color: {t.field_line}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border-color: {t.accent}; }}
    QLineEdit[is_wrong="true"] {{ border-color: {t.bad}; }}
    QComboBox::drop-down {{ border: none; width: 18px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox QAbstractItemView {{
        background: {t.card}; color: {t.ink}; border: 1px solid {t.line};
        selection-background-color: {t.accent_wash}; selection-color: {t.ink}; outline: none;
    }}
    QCheckBox {{ color: {t.ink}; font-size: {t.base_px}px; background: transparent; }}
    QSlider {{ min-height: 24px; background: transparent; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.line}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {t.accent}; }}
    QSlider[is_mixed="true"]::sub-page:horizontal {{ background: {t.line}; }}
    QSlider::handle:horizontal {{
        width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
        background: {t.card}; border: 2px solid {t.accent};
    }}
    QSlider[is_mixed="true"]::handle:horizontal {{ border-color: {t.field_line}; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{
        background: {t.accent};
    }}
    QSlider::sub-page:horizontal:disabled {{ background: {t.line}; }}
    QSlider::handle:horizontal:disabled {{ border-color: {t.line}; background: {t.surface}; }}
    QProgressBar {{
        background: {t.line}; border: none; border-radius: 2px; min-height: 4px; max-height: 4px;
    }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
    QListView#loops {{ background: {t.surface}; border: none; outline: none; }}
    QToolTip {{
        background: {t.card}; color: {t.ink}; border: 1px solid {t.line}; padding: 4px 6px;
    }}
    QMenu {{ background: {t.card}; color: {t.ink}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 22px 5px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.hover}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{
        background: {mixed(t.line, t.muted, 0.35)}; border-radius: 3px; min-height: 28px;
        margin: 2px;
    }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def page_style(t: Tokens) -> str:
    """What the pages add to the style sheet of the panels."""
    return f"""
    QFrame#activity {{ border: none; border-bottom: 1px solid {t.line}; }}
    QPushButton#primary {{
        background: {t.accent}; color: {t.accent_ink}; font-weight: 600; padding: 3px 14px;
    }}
    QPushButton#primary:disabled {{ background: {t.line}; color: {t.muted}; }}
    QPushButton#plain {{ background: {t.card}; border: 1px solid {t.line}; padding: 3px 12px; }}
    QPushButton#plain:hover {{ border-color: {t.field_line}; }}
    """
