"""The palette and the style sheet of every window, made from the tokens of its mode."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from flywheel_studio.drawing.theme import contrast, mixed
from flywheel_studio.panels.style.sheet import style_sheet
from flywheel_studio.panels.style.strong import WORDS, strong_rules
from flywheel_studio.panels.style.tokens import BASE_PX, Tokens
from flywheel_studio.resource_files import resource


def is_dark(appearance: str) -> bool:
    """Whether "light", "dark" or "system" means dark now."""
    if appearance == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return appearance == "dark"


def pixels_of(font: QFont) -> int:
    """The height of a font's letters, pixels at 96 to the inch."""
    px = font.pixelSize() if font.pixelSize() > 0 else round(font.pointSizeF() * 96 / 72)
    return px if px > 0 else BASE_PX


def ground_of(palette: QPalette, usual: QPalette) -> tuple[str, str] | None:
    """The colours of windows and of their words that a desktop asks for in high contrast.

    Args:
        usual: what the style takes where no desktop asks for anything.

    Returns:
        None where it asks for nothing of its own, or for words that are not at 7:1.
    """
    window, words = palette.color(palette.ColorRole.Window), palette.color(palette.ColorRole.Text)
    if window == usual.color(usual.ColorRole.Window):
        return None
    found = window.name(), words.name()
    return found if contrast(*found) >= WORDS else None


def dress(application: QApplication, tokens: Tokens) -> None:
    """Give every window and dialog of the program these colours."""
    application.setPalette(_palette(tokens))
    application.setStyleSheet(style_sheet(tokens) + _window_sheet(tokens) + strong_rules(tokens))


def scaled(font: QFont, percent: int) -> QFont:
    """The same font, larger or smaller."""
    result = QFont(font)
    if font.pixelSize() > 0:
        result.setPixelSize(round(font.pixelSize() * percent / 100))
    elif percent != 100:
        result.setPointSizeF(font.pointSizeF() * percent / 100)
    return result


def window_font(families: tuple[str, ...]) -> QFont:
    """The bundled family in the system's size."""
    font = QGuiApplication.font()
    font.setFamilies(list(families))
    return font


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: t.surface,
        QPalette.ColorRole.WindowText: t.ink,
        QPalette.ColorRole.Base: t.card,
        QPalette.ColorRole.AlternateBase: t.hover,
        QPalette.ColorRole.Text: t.ink,
        QPalette.ColorRole.PlaceholderText: t.muted,
        QPalette.ColorRole.Button: t.surface,
        QPalette.ColorRole.ButtonText: t.ink,
        QPalette.ColorRole.ToolTipBase: t.card,
        QPalette.ColorRole.ToolTipText: t.ink,
        QPalette.ColorRole.Highlight: t.accent,
        QPalette.ColorRole.HighlightedText: t.accent_ink,
        QPalette.ColorRole.Link: t.accent_text,
        QPalette.ColorRole.BrightText: t.bad,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    faint = QColor(t.faint)
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def _tick(t: Tokens) -> str:
    """The check mark that reads on the accent. Qt's sheets want forward slashes everywhere."""
    return resource("icons", "check-dark.svg" if t.is_dark else "check.svg").as_posix()


def _window_sheet(t: Tokens) -> str:
    return f"""
    QMainWindow, QDialog {{ background: {t.surface}; color: {t.ink}; }}
    QMainWindow::separator {{ background: {t.line}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {t.accent}; }}
    QMenuBar {{
        background: {t.surface}; color: {t.ink}; font-size: {t.base_px}px; padding: 2px 6px;
        border-bottom: 1px solid {t.line};
    }}
    QMenuBar::item {{ padding: 4px 9px; border-radius: 5px; background: transparent; }}
    QMenuBar::item:selected {{ background: {t.hover}; }}
    QMenu {{ font-size: {t.base_px}px; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QMenu::item:disabled {{ color: {t.faint}; }}
    QToolBar#tools {{
        background: {t.surface}; border: none; border-bottom: 1px solid {t.line};
        padding: 4px 8px; spacing: 2px;
    }}
    QToolBar#tools QToolButton {{ padding: 4px 9px; min-height: 24px; }}
    QToolBar#tools QToolButton:checked {{
        background: {t.accent_wash}; color: {t.accent_text}; font-weight: 600;
    }}
    QToolBar#tools::separator {{ background: {t.line}; width: 1px; margin: 5px 7px; }}
    QToolBarExtension {{ background: {t.surface}; }}
    QDockWidget {{ color: {t.muted}; border: 1px solid {t.field_line}; }}
    QWidget#dockTitle {{ background: {t.surface}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{
        background: {t.surface}; color: {t.muted}; padding: 6px 12px; border: none;
        border-bottom: 2px solid transparent; font-size: {t.base_px}px;
    }}
    QTabBar::tab:selected {{ color: {t.ink}; border-bottom-color: {t.accent}; }}
    QStatusBar {{
        background: {t.surface}; color: {t.muted}; border-top: 1px solid {t.line};
        font-size: {t.small_px + 1}px; min-height: 26px;
    }}
    QStatusBar::item {{ border: none; }}
    QStatusBar QLabel {{ color: {t.muted}; font-size: {t.small_px + 1}px; padding: 0 8px; }}
    QStatusBar QToolButton {{
        color: {t.muted}; font-size: {t.small_px + 1}px; padding: 0 6px; min-height: 20px;
    }}
    QDialog QPushButton {{
        background: {t.card}; border: 1px solid {t.field_line}; padding: 4px 16px;
        min-height: 24px;
    }}
    QDialog QPushButton:hover {{ background: {t.hover}; }}
    QDialog QPushButton:default {{
        background: {t.accent}; color: {t.accent_ink}; border-color: {t.accent}; font-weight: 600;
    }}
    QDialog QPushButton:default:hover {{ background: {mixed(t.accent, t.ink, 0.12)}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QDialog QCheckBox {{ color: {t.ink}; spacing: 9px; min-height: 26px; }}
    QDialog QCheckBox::indicator {{
        width: 16px; height: 16px; border: 1px solid {t.field_line}; border-radius: 4px;
        background: {t.card};
    }}
    QDialog QCheckBox::indicator:hover, QDialog QCheckBox::indicator:focus {{
        border-color: {t.accent};
    }}
    QDialog QCheckBox::indicator:checked {{
        background: {t.accent}; border-color: {t.accent}; image: url({_tick(t)});
    }}
    QDialog QRadioButton {{ color: {t.ink}; spacing: 8px; min-height: 24px; }}
    QFrame#toast {{
        background: {t.ink}; border-radius: {t.radius}px;
        border: 1px solid {mixed(t.ink, t.surface, 0.35)};
    }}
    QFrame#toast QLabel {{ color: {t.surface}; }}
    QFrame#toast QPushButton {{
        color: {mixed(t.accent, t.surface, 0.35)}; font-weight: 600; border: none;
        background: transparent;
    }}
    QFrame#toast QPushButton:focus, QFrame#toast QPushButton:hover {{
        background: {mixed(t.ink, t.surface, 0.2)};
    }}
    """
