"""A short message over the paper that goes by itself, with at most one thing to click.

The pause of a person who reads slowly costs nothing: the message stays while the pointer is on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN_MS: Final = 5_000
_ABOVE_BOTTOM: Final = 20


class Toast(QFrame):
    """Lives over `paper`, at its lower edge, and is reused for every message: `told` carries it."""

    told = Signal(str)

    def __init__(self, paper: QWidget) -> None:
        super().__init__(paper)
        self.setObjectName("toast")
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._button = QPushButton(self)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._on_clicked)
        self._action: Callable[[], object] | None = None
        self._is_lasting = False
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        paper.installEventFilter(self)
        self.hide()

    def tell(
        self,
        words: str,
        button: str = "",
        action: Callable[[], object] | None = None,
        *,
        is_lasting: bool = False,
    ) -> None:
        """Show a sentence, and a button that does `action`.

        Args:
            is_lasting: it stays until it is hidden, or another is shown.
        """
        self._words.setText(words)
        self._button.setText(button.replace("&", "&&"))
        self._button.setVisible(bool(button))
        self._action = action
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._is_lasting = is_lasting
        self._leave_later()
        self.told.emit(words)

    @property
    def words(self) -> str:
        return self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._leave_later()
        super().leaveEvent(event)

    def setVisible(self, is_visible: bool) -> None:
        paper = self.parentWidget()
        if not is_visible and paper is not None and self._button.hasFocus():
            # Before it hides: Qt would hand the keys on as Tab does, which walks the ring.
            paper.setFocus()
        super().setVisible(is_visible)

    def _leave_later(self) -> None:
        if self._is_lasting:
            self._timer.stop()
        else:
            self._timer.start(SHOWN_MS)

    def _on_clicked(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()

    def _place(self) -> None:
        paper = self.parentWidget()
        assert paper is not None
        room = max(paper.width() - 48, 120)
        wanted = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 60
        if not self._button.isHidden():
            wanted += self._button.sizeHint().width() + 12
        width = min(room, 560, wanted)
        self.setFixedWidth(width)
        height = max(self.heightForWidth(width), self.sizeHint().height())
        self.resize(width, height)
        self.move((paper.width() - width) // 2, paper.height() - height - _ABOVE_BOTTOM)
