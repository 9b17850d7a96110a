"""Find on the paper: a field over it that goes from one place with these words to the next.

What is found is selected, so that everything that can be done to a selection can be done at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel, Kind
from flywheel_studio.panels.parts.line_field import LineField

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame

_FROM_EDGE: Final = 14
_WIDTH: Final = 380


def places_with(flywheel: Flywheel, words: str) -> list[tuple[Kind, str]]:
    """What on the paper holds these words: factors, texts, links and wheels, in file order.

    Case and accents do not count. A factor is found by its label, owner and note; a link by its
    label and reason.
    """
    wanted = _plain(words)
    if not wanted:
        return []
    return [item for item, text in _texts(flywheel) if wanted in _plain(text)]


class FindBar(QFrame):
    """Lives over `window`'s paper, at its upper right."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window.canvas)
        self._window = window
        self._found: list[tuple[Kind, str]] = []
        self._at = -1
        self.setObjectName("find")
        self.field = LineField(self)
        self.field.setPlaceholderText(tr("Find on the paper"))
        self.field.setAccessibleName(tr("Find on the paper"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.count = QLabel(self)
        self.count.setObjectName("caption")
        back = self._button("↑", tr("The one before (Shift+Enter)"))
        back.clicked.connect(self.previous)
        on = self._button("↓", tr("The next one (Enter)"))
        on.clicked.connect(self.next)
        close = self._button("✕", tr("Close"))
        close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 6, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        self._buttons = (back, on, close)
        for button in self._buttons:
            button.installEventFilter(self)
            row.addWidget(button)
        window.canvas.installEventFilter(self)
        window.editor.changed.connect(self._on_document_changed)
        self.hide()

    def ask(self) -> None:
        """Show the field and take the keys."""
        self._dress()
        self.show()
        self.raise_()
        self._place()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search(self.field.text())

    def leave(self) -> None:
        """Go away; what was found stays selected."""
        # Before it hides: Qt would hand its focus on as a Tab does, which walks the ring.
        self._window.canvas.setFocus()
        self.hide()

    def next(self) -> None:
        self._go(1)

    def previous(self) -> None:
        self._go(-1)

    def stop(self) -> None:
        """Stop listening: the window goes."""
        self._window.editor.changed.disconnect(self._on_document_changed)

    # -- Qt's overrides

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab goes round in here: Qt asks the paper next, which would walk the ring."""
        stops = [self.field, *self._buttons]
        at = next((number for number, each in enumerate(stops) if each.hasFocus()), 0)
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forwards else -1)) % len(stops)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window.canvas and event.type() == QEvent.Type.Resize:
            self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is not self._window.canvas and event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if watched is self.field and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._go(-1 if is_back else 1)
                return True
        return super().eventFilter(watched, event)

    # -- inside

    def _button(self, sign: str, hint: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setToolTip(hint)
        button.setAccessibleName(hint)
        return button

    def _dress(self) -> None:
        t = self._window.studio.tokens
        self.setStyleSheet(
            f"""
            QFrame#find {{
                background: {t.card}; border: 1px solid {t.field_line};
                border-radius: {t.radius}px;
            }}
            QToolButton {{ min-width: 16px; min-height: 24px; padding: 0 4px; }}
            """
        )

    def _place(self) -> None:
        paper = self._window.canvas
        width = min(_WIDTH, max(paper.width() - 2 * _FROM_EDGE, 200))
        self.setGeometry(
            paper.width() - width - _FROM_EDGE, _FROM_EDGE, width, self.sizeHint().height()
        )

    def _on_typed(self, words: str) -> None:
        self._at = -1
        self._search(words)
        if self._found:
            self._go(1)

    def _on_document_changed(self, _change: Change) -> None:
        if self.isVisible():
            self._search(self.field.text())

    def _search(self, words: str) -> None:
        self._found = places_with(self._window.editor.flywheel, words)
        self._at = min(self._at, len(self._found) - 1)
        self._tell()

    def _go(self, by: int) -> None:
        if not self._found:
            return
        self._at = (self._at + by) % len(self._found) if self._at >= 0 or by > 0 else -1
        kind, key = self._found[self._at]
        self._at %= len(self._found)
        self._window.editor.selection.set_one(kind, key)
        self._window.canvas.show_record(kind, key)  # type: ignore[arg-type]
        self._tell()

    def _tell(self) -> None:
        if not self.field.text().strip():
            words = ""
        elif not self._found:
            words = tr("Not found")
        else:
            words = tr("{number} of {count}", number=max(self._at, 0) + 1, count=len(self._found))
        self.count.setText(words)
        self.field.setAccessibleDescription(words)


def _texts(flywheel: Flywheel) -> Iterator[tuple[tuple[Kind, str], str]]:
    for factor in flywheel.factors.values():
        yield ("factors", factor.id), f"{factor.label}\n{factor.owner}\n{factor.note}"
    for note in flywheel.texts.values():
        yield ("texts", note.id), note.text
    for link in flywheel.links.values():
        yield ("links", link.id), f"{link.label}\n{link.reason}"
    for wheel in flywheel.wheels.values():
        yield ("wheels", wheel.id), wheel.title


def _plain(words: str) -> str:
    """On one line, without case and accents."""
    line = " ".join(words.split()).casefold()
    return "".join(
        letter for letter in unicodedata.normalize("NFD", line) if not unicodedata.combining(letter)
    )
