"""The words on an empty paper, gone with the first mark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from flywheel_studio.drawing.theme import Theme
from flywheel_studio.language.translate import tr


class Invitation(QLabel):
    """Lies over the whole viewport and lets every click through."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(tr("Double-click to place the first factor"), viewport)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        font = self.font()
        font.setPixelSize(20)
        self.setFont(font)

    def set_theme(self, theme: Theme) -> None:
        """Letter in the theme's family and its quieter ink."""
        font = self.font()
        font.setFamily(theme.family)
        self.setFont(font)
        palette = self.palette()
        # Inside a viewport a label letters in the viewport's role.
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
            palette.setColor(role, QColor(theme.muted))
        self.setPalette(palette)
