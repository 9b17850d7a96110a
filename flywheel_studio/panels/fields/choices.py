"""The fields for choices: words side by side, a switch, a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.field import Field, Mixed, mixed_words
from flywheel_studio.panels.parts.wrapping import wrapped
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

_TRACK: Final = QSize(32, 18)
_SWITCH_HEIGHT: Final = 24
# Of the words beside a switch, before they wrap.
_LEAST_LETTERS: Final = 8


class ChoiceField(Field):
    """A few words of which one holds. A value that is none of them lights none.

    Side by side where there is room, else one below the other.
    """

    says_mixed = False

    def __init__(self, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Any, QToolButton] = {}
        self._words: dict[Any, str] = {}
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        for place, (value, words) in enumerate(choices):
            button = QToolButton(self)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setText(words)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            where = {0: "first", len(choices) - 1: "last"}.get(place, "middle")
            button.setProperty("place", where)
            button.clicked.connect(partial(self._on_clicked, value))
            self.buttons[value] = button
            self._words[value] = words
            self._row.addWidget(button, 1)

    def minimumSizeHint(self) -> QSize:
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        # A chosen word is bold: it needs a little more than the hint of a word that is not.
        needed = sum(button.sizeHint().width() + 4 for button in self.buttons.values())
        is_narrow = self.width() < needed
        direction = (
            QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        )
        if self._row.direction() == direction:
            return
        self._row.setDirection(direction)
        self._row.setSpacing(3 if is_narrow else 0)
        for button in self.buttons.values():
            button.setProperty("is_stacked", is_narrow)
            button.style().unpolish(button)
            button.style().polish(button)

    def show_value(self, value: Any) -> None:
        for choice, button in self.buttons.items():
            button.setChecked(not isinstance(value, Mixed) and choice == value)

    def set_name(self, name: str) -> None:
        for choice, button in self.buttons.items():
            button.setAccessibleName(tr("{name}: {choice}", name=name, choice=self._words[choice]))

    def first_focus(self) -> QWidget:
        return next(iter(self.buttons.values()))

    def named_part(self) -> QWidget | None:
        return None

    def _on_clicked(self, value: Any, _checked: bool = False) -> None:
        self.show_value(value)
        self._meant(value)


class Switch(QCheckBox):
    """A check box drawn as a switch; its knob stands in the middle where several differ.

    Its words wrap where they have no room on one line.
    """

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.tokens: Tokens = LIGHT
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = _TRACK.width() + 10 + metrics.horizontalAdvance(self.text())
        return QSize(width + 4, max(_SWITCH_HEIGHT, metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        letters = _LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(min(hint.width(), _TRACK.width() + 10 + letters), _SWITCH_HEIGHT)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width - _TRACK.width() - 10)
        return max(_SWITCH_HEIGHT, len(lines) * self.fontMetrics().lineSpacing() + 4)

    def _lines(self, room: float) -> list[str]:
        return wrapped(self.text(), self.font(), max(1.0, room))

    def hitButton(self, where: QPoint) -> bool:
        return self.rect().contains(where)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - _TRACK.height()) / 2
        track = QRectF(1.0, top, _TRACK.width(), _TRACK.height())
        state = self.checkState()
        is_off = state == Qt.CheckState.Unchecked
        painter.setPen(QPen(QColor(t.field_line if is_off else t.accent), 1.2))
        painter.setBrush(QColor(t.card if is_off else t.accent))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        share = {Qt.CheckState.Unchecked: 0.0, Qt.CheckState.PartiallyChecked: 0.5}.get(state, 1.0)
        reach = track.width() - track.height()
        knob = QPointF(track.left() + track.height() / 2 + reach * share, track.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.field_line if is_off else t.accent_ink))
        painter.drawEllipse(knob, 5.5, 5.5)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.ink), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = track.adjusted(-0.4, -2.0, 2.0, 2.0)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.setPen(QColor(t.ink))
        words = QRectF(track.right() + 10, 0, self.width() - track.right() - 10, self.height())
        said = "\n".join(self._lines(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, said)
        painter.end()


class QuietList(QComboBox):
    """A drop-down list; the wheel scrolls the panel, not the choice."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def fill(self, rows: Iterable[tuple[str, Any]], icons: Sequence[QIcon] = ()) -> None:
        """Offer these words with their values instead of what it offered, without sending anything.

        The first is shown. Put in one by one, each of them would be told to a screen reader.
        """
        model = QStandardItemModel(self)
        for number, (words, value) in enumerate(rows):
            item = QStandardItem(words)
            item.setData(value, Qt.ItemDataRole.UserRole)
            if icons:
                item.setIcon(icons[number])
            model.appendRow(item)
        blocker = QSignalBlocker(self)
        self.setModel(model)
        blocker.unblock()


class SwitchField(Field):
    """Yes or no; a dash where several differ."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = Switch(words, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self.box.clicked.connect(self._on_clicked)

    def show_value(self, value: Any) -> None:
        is_mixed = isinstance(value, Mixed)
        self.box.setTristate(is_mixed)
        if is_mixed:
            self.box.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self.box.setChecked(bool(value))

    def set_name(self, name: str) -> None:
        self.box.setAccessibleName(name)

    def set_tokens(self, tokens: Tokens) -> None:
        self.box.tokens = tokens
        self.box.update()

    def first_focus(self) -> QWidget:
        return self.box

    def _on_clicked(self, _checked: bool = False) -> None:
        is_on = self.box.checkState() != Qt.CheckState.Unchecked
        self.box.setTristate(False)
        self.box.setChecked(is_on)
        self._meant(is_on)


class ListField(Field):
    """One of a list, or a word of one's own where `is_open`."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        is_open: bool = False,
        clean: Callable[[str], str] = str.strip,
    ) -> None:
        super().__init__(parent)
        self._clean = clean
        self._choices: list[tuple[str, str]] | None = None
        self._shown: Any = None
        self.box = QuietList(self)
        self.box.setEditable(is_open)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(8)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMinimumSize(QSize(80, 28))
        self.set_choices(choices)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self.box.activated.connect(self._on_activated)
        if (line := self.box.lineEdit()) is not None:
            line.setMaxLength(60)
            line.editingFinished.connect(self._on_editing_finished)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices, without sending anything; equal ones change nothing."""
        if list(choices) == self._choices:
            return
        self._choices = list(choices)
        self.box.fill((words, value) for value, words in choices)

    def show_value(self, value: Any) -> None:
        self._shown = value
        is_mixed = isinstance(value, Mixed)
        row = -1 if is_mixed else self.box.findData(value)
        words = mixed_words() if is_mixed else ""
        self.box.setPlaceholderText(words)
        if (line := self.box.lineEdit()) is not None:
            line.setPlaceholderText(words)
        self.box.setCurrentIndex(row)
        if self.box.isEditable() and row < 0:
            self.box.setEditText("" if isinstance(value, Mixed) else str(value))

    def set_name(self, name: str) -> None:
        self.box.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        return self.box

    def _on_activated(self, row: int) -> None:
        value = self.box.itemData(row)
        if value is not None and value != self._shown:
            self._shown = value
            self._meant(value)

    def _on_editing_finished(self) -> None:
        text = self._clean(self.box.currentText())
        if not text and isinstance(self._shown, Mixed):
            # Left as it was: nothing was chosen for all of them.
            return
        row = self.box.findText(text)
        value = self.box.itemData(row) if row >= 0 else text
        if not text and self.box.findData("") < 0:
            self.show_value(self._shown)
        elif value != self._shown:
            self._shown = value
            self._meant(value)
