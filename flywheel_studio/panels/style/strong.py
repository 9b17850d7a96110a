"""The panels in high contrast: text at 7:1 or more, no faint greys, borders and rings that are seen.

Made from any ground and ink, so that the colours of a desktop's own high-contrast theme are kept.
The drawing keeps its theme: what it looks like is the document's, and so is every export.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flywheel_studio.drawing.theme import contrast, mixed, visible
from flywheel_studio.panels.style.tokens import Tokens

# WCAG 2.1, 1.4.6 for words; parts are held to what words usually have.
WORDS: Final = 7.0
_PARTS: Final = 4.5
# How far a second ground is from the first: as far as the ink allows.
_SHARES: Final = (0.15, 0.1, 0.06, 0.03, 0.0)


def strong(base: Tokens, surface: str, ink: str) -> Tokens:
    """The tokens of a window in high contrast.

    Args:
        base: those of a light or dark window, whose hues and sizes are kept.
        surface: the ground, "#rrggbb".
        ink: what is written on it; at least 7:1, or black or white is taken in its place.
    """
    if contrast(ink, surface) < WORDS:
        ink = max(("#000000", "#ffffff"), key=lambda color: contrast(color, surface))

    def ground(towards: str) -> str:
        """A second ground that the ink still reads on."""
        grounds = (mixed(surface, towards, share) for share in _SHARES)
        return next(color for color in grounds if contrast(ink, color) >= WORDS)

    accent = visible(base.accent, surface, ink, WORDS)
    hover, wash = ground(ink), ground(accent)

    def word(color: str) -> str:
        """The colour on all grounds that a word can stand on."""
        for under in (surface, hover, wash):
            color = visible(color, under, ink, WORDS)
        return color

    def parts(colors: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(visible(color, surface, ink, _PARTS) for color in colors)

    return replace(
        base,
        is_strong=True,
        surface=surface,
        card=surface,
        hover=hover,
        line=word(mixed(surface, ink, 0.5)),
        field_line=ink,
        ink=ink,
        muted=ink,
        accent=accent,
        accent_ink=surface,
        accent_text=word(base.accent_text),
        accent_wash=wash,
        good=word(base.good),
        bad=word(base.bad),
        plus=word(base.plus),
        minus=word(base.minus),
        factors=parts(base.factors),
        loops=parts(base.loops),
        scenarios=parts(base.scenarios),
    )


def strong_rules(t: Tokens) -> str:
    """What comes after the other rules of a style sheet; "" for a window of usual contrast."""
    if not t.is_strong:
        return ""
    ring = f"border: 2px solid {t.ink};"
    return f"""
    QToolButton, QPushButton {{ border-width: 2px; padding: 2px 7px; }}
    QPushButton, QToolButton#segment, QPushButton#chip {{ border: 2px solid {t.line}; }}
    QToolButton:pressed, QPushButton:pressed {{ background: {t.accent_wash}; {ring} }}
    QToolButton:checked, QPushButton:checked, QPushButton#chip:checked,
    QToolButton#segment:checked, QToolBar#tools QToolButton:checked {{
        background: {t.accent_wash}; border: 2px solid {t.accent}; color: {t.accent_text};
        font-weight: 600;
    }}
    QToolButton:focus, QPushButton:focus, QPushButton#chip:focus, QPushButton#quiet:focus,
    QPushButton#more:focus, QPushButton#legend:focus, QToolButton#segment:focus,
    QToolButton#round:focus, QToolButton#play:focus, QDialog QPushButton:focus,
    QToolBar#tools QToolButton:focus {{ background: {t.hover}; {ring} }}
    QLineEdit, QPlainTextEdit, QComboBox {{ border: 2px solid {t.field_line}; padding: 3px 6px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {t.accent}; }}
    QCheckBox:focus {{ {ring} }}
    QFrame#row:hover {{ border: 1px solid {t.line}; }}
    QLabel#notice {{ border: 1px solid {t.accent}; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {t.ink}; }}
    QTreeWidget#outline:focus, QListView#loops:focus {{ {ring} }}
    QMenu {{ border: 2px solid {t.ink}; }}
    QMenu::item:selected, QMenuBar::item:selected {{
        background: {t.ink}; color: {t.surface};
    }}
    QScrollBar::handle:vertical {{ background: {t.ink}; }}
    QMainWindow::separator {{ background: {t.ink}; }}
    QTabBar::tab:focus {{ {ring} }}
    """
