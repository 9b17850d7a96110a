"""The one application object of Qt: its name, letters and languages, and whether it can be."""

from __future__ import annotations

import os
import sys
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from flywheel_studio import __version__
from flywheel_studio.app.appearance import window_font
from flywheel_studio.app.quick_imports import take_back_import
from flywheel_studio.language.translate import (
    SYSTEM,
    available_languages,
    current_language,
    use_language,
)
from flywheel_studio.qt_rendering.fonts import install_fonts
from flywheel_studio.resource_files import resource

# Of Qt's own dialogs: at most one.
_translators: Final[list[QTranslator]] = []
_LETTERING: Final = ("Inter", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial")


def make_application() -> QApplication:
    """The one application object, with our fonts, name and icon."""
    take_back_import()
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    # Not by `setStyle`: it makes Python classes of all that a style knows (6 ms).
    application = QApplication(["flywheel-studio", "-style", "Fusion"])
    application.setApplicationName("flywheel-studio")
    application.setApplicationDisplayName("")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("flywheel-studio")
    application.setWindowIcon(QIcon(str(resource("icons", "flywheel-studio.svg"))))
    install_fonts()
    application.setFont(window_font(_LETTERING))
    _translate_qt(application, current_language())
    return application


def speak(code: str) -> None:
    """Use a language for our words and for Qt's own dialogs."""
    use_language(code if code in (SYSTEM, *available_languages()) else SYSTEM)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        _translate_qt(application, current_language())


def has_display() -> bool:
    """Whether a window can be opened; Qt itself would end the process where not."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal", "vnc"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _translate_qt(application: QApplication, language: str) -> None:
    # Not searched among its children: that makes Python classes of all that a style knows (6 ms).
    while _translators:
        old = _translators.pop()
        application.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(language))
    if language == "en":
        return
    translator = QTranslator(application)
    folders = (
        str(resource("translations", "qt")),
        QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    )
    if any(translator.load(f"qtbase_{language}", folder) for folder in folders):
        application.installTranslator(translator)
        _translators.append(translator)
