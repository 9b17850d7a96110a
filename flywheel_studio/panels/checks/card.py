"""One finding as a card: how grave it is, what is amiss, and what can be done about it.

The words for a fix stand above its button, since they name factors and a button does not wrap.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from flywheel_studio.insight.checks.diagnosis import Diagnosis
from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import Severity
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

_MARK: Final = 18
_TAB_KEYS: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class SeverityMark(QWidget):
    """A cross in a disc, a warning triangle or an i in a ring: told apart without colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = LIGHT
        self.severity: Severity = "advice"
        self.setFixedSize(QSize(_MARK, _MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = _MARK / 2
        inside = QColor(t.card)
        if self.severity == "error":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.bad))
            painter.drawEllipse(QRectF(1, 1, _MARK - 2, _MARK - 2))
            painter.setPen(_pen(inside, 2.0))
            painter.drawLine(QPointF(middle - 3, middle - 3), QPointF(middle + 3, middle + 3))
            painter.drawLine(QPointF(middle + 3, middle - 3), QPointF(middle - 3, middle + 3))
        elif self.severity == "warning":
            color = QColor(t.accent)
            painter.setPen(_pen(color, 2.0))
            painter.setBrush(color)
            painter.drawPolygon(
                QPolygonF([QPointF(middle, 2.5), QPointF(16, 15.5), QPointF(2, 15.5)])
            )
            painter.setPen(_pen(inside, 2.0))
            painter.drawLine(QPointF(middle, 7.0), QPointF(middle, 10.5))
            painter.drawPoint(QPointF(middle, 13.6))
        else:
            color = QColor(t.muted)
            painter.setPen(_pen(color, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(1.5, 1.5, _MARK - 3, _MARK - 3))
            painter.setPen(_pen(color, 1.9))
            painter.drawPoint(QPointF(middle, 5.6))
            painter.drawLine(QPointF(middle, 8.6), QPointF(middle, 12.6))
        painter.end()


class FindingCard(QFrame):
    """`entered` and `left` follow the pointer and the focus; the rest what is pressed."""

    entered = Signal(object)
    left = Signal(object)
    chosen = Signal(object)
    fix_entered = Signal(object)
    fix_left = Signal(object)
    fix_clicked = Signal(object)
    back_clicked = Signal(object)
    focus_clicked = Signal(object)
    aside_clicked = Signal(object)

    def __init__(self, diagnosis: Diagnosis, is_aside: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finding")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.is_aside = is_aside
        self.diagnosis = diagnosis
        self._is_inside = False
        self._is_trying = False
        self._mark = SeverityMark(self)
        self.message = plain_label("message", self)
        self.remedy = plain_label("remedy", self)
        self.effect = plain_label("effect", self)
        self.effect.hide()
        self.fix = QPushButton(self)
        self.fix.setObjectName("fix")
        self.fix.installEventFilter(self)
        self.fix.clicked.connect(self._on_fix)
        self.back = QPushButton(tr("Take back"), self)
        self.back.setObjectName("quiet")
        self.back.clicked.connect(self._on_back)
        self.back.hide()
        self.fill_in = QPushButton(tr("Fill in"), self)
        self.fill_in.setObjectName("fix")
        self.fill_in.clicked.connect(self._on_fill_in)
        self.aside = QPushButton(self)
        self.aside.setObjectName("quiet")
        self.aside.clicked.connect(self._on_aside)
        for button in (self.fix, self.back, self.fill_in, self.aside):
            button.setCursor(Qt.CursorShape.ArrowCursor)
        self._build()
        self.set_diagnosis(diagnosis, is_aside)

    def _build(self) -> None:
        row = FlowLayout(last_at_end=True)
        for button in (self.fix, self.fill_in, self.back, self.aside):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (self.message, self.remedy):
            column.addWidget(label)
        column.addSpacing(4)
        column.addLayout(row)
        column.addWidget(self.effect)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(10, 9, 10, 8)
        whole.setSpacing(9)
        whole.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(column, 1)

    def set_diagnosis(self, diagnosis: Diagnosis, is_aside: bool) -> None:
        """Say the same finding anew, of a newer drawing."""
        self.diagnosis, self.is_aside = diagnosis, is_aside
        finding = diagnosis.finding
        self._mark.severity = finding.severity
        self._mark.update()
        self.message.setText(finding.message)
        self.remedy.setText(finding.fix)
        self.remedy.setVisible(bool(finding.fix) and not is_aside)
        self.fix.setVisible(diagnosis.command is not None and not is_aside)
        self.fill_in.setVisible(
            diagnosis.command is None and diagnosis.focus is not None and not is_aside
        )
        self.aside.setText(tr("Bring back") if is_aside else tr("Not now"))
        self.setAccessibleName(f"{severity_word(finding.severity)}: {finding.message}")
        self.fix.setAccessibleDescription(finding.fix)
        self._name_fix()

    def set_tokens(self, tokens: Tokens) -> None:
        self._mark.tokens = tokens
        self._mark.update()

    def set_trying(self, is_trying: bool) -> None:
        """Whether its change is on the paper for a trial, to be kept or taken back."""
        self._is_trying = is_trying
        self.back.setVisible(is_trying)
        self._name_fix()

    def set_effect(self, words: str) -> None:
        """What the fix changes, below its button."""
        self.effect.setText(words)
        self.effect.setVisible(bool(words))
        # Heard while the keyboard is on the button that shows it.
        said = (self.diagnosis.finding.fix, words)
        self.fix.setAccessibleDescription(" ".join(filter(None, said)))

    # -- Qt's overrides

    def enterEvent(self, event: QEnterEvent) -> None:
        self._come_in()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._go_out()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._come_in()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self.underMouse():
            self._go_out()
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.chosen.emit(self)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self)
            return
        if event.key() == Qt.Key.Key_Escape and self._is_trying:
            self.back_clicked.emit(self)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.fix:
            kind = event.type()
            if kind == QEvent.Type.Enter or (
                isinstance(event, QFocusEvent)
                and kind == QEvent.Type.FocusIn
                and event.reason() in _TAB_KEYS
            ):
                self.fix_entered.emit(self)
            elif kind == QEvent.Type.Leave or (
                kind == QEvent.Type.FocusOut and not self.fix.underMouse()
            ):
                self.fix_left.emit(self)
        return super().eventFilter(watched, event)

    # -- inside

    def _name_fix(self) -> None:
        if self._is_trying:
            self.fix.setText(tr("Keep it"))
        else:
            self.fix.setText(tr("Try it") if self.diagnosis.is_trial else tr("Fix it"))

    def _come_in(self) -> None:
        if not self._is_inside:
            self._is_inside = True
            self.entered.emit(self)

    def _go_out(self) -> None:
        if self._is_inside:
            self._is_inside = False
            self.left.emit(self)

    def _on_fix(self) -> None:
        self.fix_clicked.emit(self)

    def _on_back(self) -> None:
        self.back_clicked.emit(self)

    def _on_fill_in(self) -> None:
        self.focus_clicked.emit(self)

    def _on_aside(self) -> None:
        self.aside_clicked.emit(self)


def severity_word(severity: Severity) -> str:
    """How grave a finding is, in a word."""
    words = {"error": tr("Error"), "warning": tr("Warning"), "advice": tr("Advice")}
    return words[severity]


def card_style(t: Tokens) -> str:
    """What the style sheet of the panels adds for these cards."""
    return f"""
    QFrame#finding {{
        background: {t.card}; border: 1px solid {t.line}; border-radius: {t.radius}px;
    }}
    QFrame#finding:hover {{ border-color: {t.field_line}; }}
    QFrame#finding:focus {{ border-color: {t.accent}; }}
    QFrame#finding QLabel#remedy {{ color: {t.muted}; font-size: {t.small_px + 1}px; }}
    QFrame#finding QLabel#effect {{
        color: {t.ink}; font-size: {t.small_px + 1}px; background: {t.accent_wash};
        border-radius: {t.radius - 2}px; padding: 5px 7px;
    }}
    QPushButton#fix {{
        background: {t.accent_wash}; color: {t.accent_text}; font-weight: 600;
        padding: 1px 10px; min-height: 22px; font-size: {t.small_px + 1}px;
    }}
    QPushButton#fix:hover {{ border-color: {t.accent}; }}
    """


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
