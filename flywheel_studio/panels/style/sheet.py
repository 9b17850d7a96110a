"""The style sheet of the panels, made from the tokens of a window.

Whoever has a style sheet of their own has all that is in them polished once more: 10 to 50 ms for a
panel full of fields. So a panel wears none where the whole program wears it already.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtWidgets import QApplication, QWidget

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.panels.style.strong import strong_rules
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.resource_files import resource


def wear(widget: QWidget, tokens: Tokens, more: str = "") -> None:
    """Give a panel its style sheet, and rules of its own, unless the program wears it already."""
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
    QComboBox:disabled {{ color: {t.faint}; }}
    QComboBox::drop-down {{ border: none; width: 18px; }}
    QComboBox::down-arrow {{ image: url({_chevron(t)}); width: 12px; height: 12px; }}
    QComboBox::down-arrow:disabled {{ image: none; }}
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


def _chevron(t: Tokens) -> str:
    """The sign of a list. Qt's sheets want forward slashes everywhere."""
    return resource("icons", "chevron-dark.svg" if t.is_dark else "chevron.svg").as_posix()


def page_style(t: Tokens) -> str:
    """What the pages add to the style sheet of the panels."""
    return f"""
    QFrame#activity {{ border: none; border-bottom: 1px solid {t.line}; }}
    QPushButton#primary {{
        background: {t.accent}; color: {t.accent_ink}; font-weight: 600; padding: 3px 14px;
    }}
    QPushButton#primary:disabled {{ background: {t.line}; color: {t.muted}; }}
    QPushButton#primary:focus {{ border: 1px solid {t.ink}; outline: none; }}
    QPushButton#plain {{ background: {t.card}; border: 1px solid {t.line}; padding: 3px 12px; }}
    QPushButton#plain:hover {{ border-color: {t.field_line}; }}
    QPushButton#plain:focus {{ border-color: {t.accent}; outline: none; }}
    """
