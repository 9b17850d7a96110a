"""The words on an empty paper, gone with the first mark."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from flywheel_studio.drawing.theme import Theme
from flywheel_studio.language.translate import tr

_SIZE: Final = 20


class Invitation(QLabel):
    """Lies over the whole viewport and lets every click through."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.say_anew()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say_anew(self) -> None:
        """In the language that is spoken now."""
        self.setText(tr("Double-click to place the first factor"))

    def stay(self) -> None:
        """Cover the whole paper, wherever it was scrolled to."""
        paper = self.parentWidget()
        if paper is not None and self.geometry() != paper.rect():
            self.setGeometry(paper.rect())

    def set_theme(self, theme: Theme) -> None:
        """Letter in the theme's family and its quieter ink."""
        # A style sheet of the window would overrule a font or a palette of its own.
        self.setStyleSheet(
            f"background: transparent; color: {theme.muted}; font-family: '{theme.family}';"
            f" font-size: {_SIZE}px;"
        )
