"""One activity to tick off: what is done, by pull or push, how strongly, and what is measured.

Every field is bound to the document like those of the properties: typing previews, leaving the
field is one undo step. The row stays while its activity does, whatever else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from flywheel_studio.commands.activities import PULL, PUSH, Place, set_activity
from flywheel_studio.insight.words import kind_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity
from flywheel_studio.panels.choice_fields import ListField
from flywheel_studio.panels.evidence_field import HintedWordField
from flywheel_studio.panels.fields import Field
from flywheel_studio.panels.form import Binding
from flywheel_studio.panels.number_fields import NumberOnlyField
from flywheel_studio.panels.style import LIGHT, Tokens
from flywheel_studio.session.editor import Editor

_SIDE = 24


class SignButton(QAbstractButton):
    """A small drawn button: a box to tick, a star to mark, a cross to take away."""

    def __init__(self, sign: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = LIGHT
        self._sign = sign
        self.setCheckable(sign != "cross")
        self.setFixedSize(QSize(_SIDE, _SIDE))
        self.setToolTip(name)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        line = QColor(t.accent if is_on else t.field_line)
        painter.setPen(_pen(line, 1.5))
        painter.setBrush(QColor(t.accent) if is_on else Qt.BrushStyle.NoBrush)
        if self._sign == "tick":
            painter.drawRoundedRect(QRectF(4, 4, 16, 16), 4, 4)
            if is_on:
                painter.setPen(_pen(QColor(t.accent_ink), 2.2))
                painter.drawPolyline([QPointF(8, 12.5), QPointF(11, 15.5), QPointF(16.2, 8.8)])
        elif self._sign == "star":
            painter.drawPolygon(_star())
        else:
            painter.setPen(_pen(QColor(t.ink if self.underMouse() else t.muted), 1.6))
            painter.drawLine(QPointF(8, 8), QPointF(16, 16))
            painter.drawLine(QPointF(16, 8), QPointF(8, 16))
        if self.hasFocus():
            painter.setPen(_pen(QColor(t.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, 1, _SIDE - 2, _SIDE - 2), 5, 5)
        painter.end()


class SignField(Field):
    """Yes or no, as a drawn button."""

    def __init__(self, sign: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = SignButton(sign, name, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self.button.clicked.connect(self._meant)

    def show_value(self, value: Any) -> None:
        self.button.setChecked(bool(value))
        self.button.update()

    def set_name(self, name: str) -> None:
        self.button.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        return self.button

    def set_tokens(self, tokens: Tokens) -> None:
        self.button.tokens = tokens
        self.button.update()


class ActivityRow(QFrame):
    """The fields of one activity, on two lines or, where it `is_wide`, on one."""

    removed = Signal(object)

    def __init__(
        self, editor: Editor, place: Place, *, is_wide: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("activity")
        self.place = place
        self._editor = editor
        self._problem = QLabel(self)
        self._problem.setObjectName("problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        kinds = [(PULL, kind_words(PULL)), (PUSH, kind_words(PUSH))]
        strength = NumberOnlyField(self, least=0.0, step=0.05)
        strength.number.setFixedWidth(64)
        self.fields: dict[str, Field] = {
            "active": SignField("tick", tr("We do this"), self),
            "text": HintedWordField(tr("What is done"), self),
            "kind": ListField(kinds, self),
            "group": HintedWordField(tr("Group"), self),
            "metric": HintedWordField(tr("Measured by"), self),
            "strength": strength,
            "focus": SignField("star", tr("In focus now"), self),
        }
        self.fields["kind"].setToolTip(tr("Pull draws customers in; push interrupts them"))
        self.fields["kind"].set_name(tr("Pull or push"))
        strength.set_name(tr("Strength"))
        strength.setToolTip(tr("How strongly it pushes its factor in the run once it is ticked"))
        self.remove = SignButton("cross", tr("Take this activity away"), self)
        self.remove.clicked.connect(self._on_removed)
        self._lay_out(is_wide)
        self._bindings = [self._bind(key, field) for key, field in self.fields.items()]
        self.show_values()

    def activity(self) -> Activity | None:
        """The activity as it stands; None once it is gone."""
        factor = self._editor.flywheel.factors.get(self.place[0])
        activities = factor.activities if factor is not None else ()
        return next((one for one in activities if one.id == self.place[1]), None)

    def show_values(self) -> None:
        """Read the activity again."""
        if self.activity() is not None:
            for binding in self._bindings:
                binding.show()

    def finish(self) -> None:
        """Commit what is under way."""
        for binding in self._bindings:
            binding.finish()

    def set_tokens(self, tokens: Tokens) -> None:
        self.remove.tokens = tokens
        for field in self.fields.values():
            field.set_tokens(tokens)

    def _lay_out(self, is_wide: bool) -> None:
        lines = [["active", "text", "focus", "remove"], ["kind", "strength"], ["group"], ["metric"]]
        if is_wide:
            lines = [["active", "text", "kind", "group", "metric", "strength", "focus", "remove"]]
            self.fields["kind"].setFixedWidth(136)
        shares = {"text": 5, "group": 3, "metric": 3, "kind": 0 if is_wide else 1}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(4)
        for number, keys in enumerate(lines):
            line = QHBoxLayout()
            line.setSpacing(6)
            line.setContentsMargins(_SIDE + 6 if number else 0, 0, 0, 0)
            for key in keys:
                widget = self.remove if key == "remove" else self.fields[key]
                share = shares.get(key, 0)
                line.addWidget(widget, share)
                line.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
            column.addLayout(line)
        column.addWidget(self._problem)

    def _bind(self, key: str, field: Field) -> Binding:
        labels = {
            "active": tr("Tick activity"),
            "focus": tr("Mark focus"),
            "strength": tr("Change strength of activity"),
        }
        return Binding(
            self._editor,
            field,
            partial(self._read, key),
            partial(self._setting, key),
            labels.get(key, tr("Change activity")),
            self._problem,
        )

    def _read(self, key: str) -> list[Any]:
        activity = self.activity()
        return [] if activity is None else [getattr(activity, key)]

    def _setting(self, key: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        factor, activity = self.place
        return partial(set_activity, factor=factor, activity=activity, **{key: value})

    def _on_removed(self) -> None:
        self.removed.emit(self.place)


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _star() -> QPolygonF:
    """A star of five points in a square of 24."""
    import math

    points = []
    for corner in range(10):
        reach = 8.2 if corner % 2 == 0 else 3.6
        angle = math.pi * corner / 5
        points.append(QPointF(12 + reach * math.sin(angle), 12.4 - reach * math.cos(angle)))
    return QPolygonF(points)
