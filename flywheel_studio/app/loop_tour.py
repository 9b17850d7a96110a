"""A loop told link by link on the paper: each step lights one more link and says why it holds.

The bar stands at the lower edge of the paper and takes the keys while it is there: right or space
goes on, left goes back, Escape ends. A loop that the drawing no longer holds ends the tour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from flywheel_studio.insight.scorecard import Step, story
from flywheel_studio.insight.sentences import factor_name, loop_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.app.frame import WindowFrame

_ABOVE_BOTTOM: Final = 18
_WIDEST: Final = 620


class LoopTour(QFrame):
    """The bar of one tour, over the paper of one window."""

    def __init__(self, window: WindowFrame, loop: Loop, start: str | None) -> None:
        super().__init__(window.canvas)
        self.setObjectName("toast")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window = window
        self._loop = loop
        self._steps: tuple[Step, ...] = story(window.editor.flywheel, loop, start)
        self._at = 0
        self._count = QLabel(self)
        self._words = QLabel(self)
        for label in (self._count, self._words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.back = self._button(tr("Back"), self.go_back)
        self.on = self._button(tr("Next"), self.go_on)
        self.done = self._button(tr("Close"), self.finish)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._count)
        words.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(6)
        row.addLayout(words, 1)
        for button in (self.back, self.on, self.done):
            row.addWidget(button)
        window.canvas.installEventFilter(self)
        window.editor.changed.connect(self._on_document_changed)
        window.editor.replaced.connect(self._on_document_replaced)
        self._is_open = True
        self._show_step()
        self.show()
        self.raise_()
        self.setFocus()

    @property
    def words(self) -> tuple[str, str]:
        """Where the tour is, and what it says."""
        return self._count.text(), self._words.text()

    @property
    def is_open(self) -> bool:
        return self._is_open

    def go_on(self) -> None:
        """One link further; past the last one the loop has closed and the tour ends."""
        if self._at + 1 < len(self._steps):
            self._at += 1
            self._show_step()
        else:
            self.finish()

    def go_back(self) -> None:
        if self._at > 0:
            self._at -= 1
            self._show_step()

    def finish(self) -> None:
        """End the tour and light everything again."""
        if not self._is_open:
            return
        self._is_open = False
        canvas = self._window.canvas
        canvas.removeEventFilter(self)
        self._window.editor.changed.disconnect(self._on_document_changed)
        self._window.editor.replaced.disconnect(self._on_document_replaced)
        canvas.light_records(None)
        canvas.setFocus()
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_PageDown:
                self.go_on()
            case Qt.Key.Key_Left | Qt.Key.Key_Backspace | Qt.Key.Key_PageUp:
                self.go_back()
            case Qt.Key.Key_Escape:
                self.finish()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._is_open:
            self._place()
        return super().eventFilter(watched, event)

    def _button(self, words: str, slot) -> QPushButton:  # type: ignore[no-untyped-def]
        button = QPushButton(words, self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(slot)
        return button

    def _show_step(self) -> None:
        flywheel = self._window.editor.flywheel
        step = self._steps[self._at]
        link = flywheel.links[step.link]
        ends = tr(
            "{source} → {target}",
            source=factor_name(flywheel, link.source),
            target=factor_name(flywheel, link.target),
        )
        place = tr("{now} of {all}", now=self._at + 1, all=len(self._steps))
        self._count.setText(f"{self._loop.id} · {place} · {ends}")
        is_last = self._at + 1 == len(self._steps)
        said = step.sentence
        self._words.setText(
            tr("{sentence} The loop is closed.", sentence=said) if is_last else said
        )
        self.setAccessibleName(f"{loop_name(self._loop)}. {place}. {ends}. {self._words.text()}")
        self.back.setEnabled(self._at > 0)
        self.on.setVisible(not is_last)
        lit = {("loops", self._loop.id)}
        for each in self._steps[: self._at + 1]:
            record = flywheel.links[each.link]
            lit |= {
                ("links", each.link),
                ("factors", record.source),
                ("factors", record.target),
            }
        self._window.canvas.light_records(lit)
        self._place()

    def _place(self) -> None:
        paper = self._window.canvas
        width = max(min(paper.width() - 48, _WIDEST), 260)
        self.setFixedWidth(width)
        height = max(self.heightForWidth(width), self.sizeHint().height())
        self.resize(QSize(width, height))
        self.move((paper.width() - width) // 2, paper.height() - height - _ABOVE_BOTTOM)

    def _on_document_changed(self, _change: Change) -> None:
        links = self._window.editor.flywheel.links
        if any(key not in links for key in self._loop.links):
            self.finish()
        else:
            self._steps = story(self._window.editor.flywheel, self._loop, self._start())
            self._show_step()

    def _on_document_replaced(self, _editor: object) -> None:
        self.finish()

    def _start(self) -> str:
        return self._window.editor.flywheel.links[self._steps[0].link].source
