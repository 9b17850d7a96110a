"""The list of loops as a model, and how one of them is painted as a card.

Cards are painted, not built of widgets: ten thousand loops are one list. Sentences are made when
a card first comes into sight.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from flywheel_studio.drawing.theme import contrast, mixed
from flywheel_studio.insight.sentences import gain_words, loop_name, loop_sentence, turn_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.parts.wording import loop_figures
from flywheel_studio.panels.parts.wrapping import wrapped
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

AnyIndex = QModelIndex | QPersistentModelIndex

LOOP_ROLE: Final = Qt.ItemDataRole.UserRole
SENTENCE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
FIGURES_ROLE: Final = Qt.ItemDataRole.UserRole + 2
COLOR_ROLE: Final = Qt.ItemDataRole.UserRole + 3
NAME_ROLE: Final = Qt.ItemDataRole.UserRole + 4

# Up to here each card is as high as its sentence; measuring 10,000 sentences would take seconds.
MOST_FITTED: Final = 200
_UNIFORM_LINES: Final = 3
_BADGE: Final = 34
_PAD: Final = 12
_GAP: Final = 8


class LoopModel(QAbstractListModel):
    """The loops of one analysis. `color_of` gives the colour of a loop on the paper."""

    def __init__(self) -> None:
        super().__init__()
        self._loops: tuple[Loop, ...] = ()
        self._flywheel = Flywheel()
        self._color_of: Callable[[str], str] = _no_color
        self._sentences: dict[int, str] = {}
        self._names: dict[tuple[str, ...], str] = {}

    @property
    def loops(self) -> tuple[Loop, ...]:
        return self._loops

    def set_loops(
        self, loops: tuple[Loop, ...], flywheel: Flywheel, color_of: Callable[[str], str]
    ) -> None:
        """Show other loops.

        Args:
            flywheel: the drawing that they were found in.
            color_of: from a loop's id to "#rrggbb".
        """
        self.beginResetModel()
        self._loops, self._flywheel, self._color_of = loops, flywheel, color_of
        self._sentences.clear()
        self._names = {loop.links: loop.name for loop in flywheel.header.loops if loop.name}
        self.endResetModel()

    def row_of(self, loop: Loop) -> int | None:
        """Where the loop with the same links stands now; None if it is gone."""
        for row, other in enumerate(self._loops):
            if len(other.links) == len(loop.links) and _same_loop(other.links, loop.links):
                return row
        return None

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._loops)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._loops):
            return None
        loop = self._loops[index.row()]
        unit = self._flywheel.header.time_unit
        if role == Qt.ItemDataRole.DisplayRole:
            return loop.id
        if role == LOOP_ROLE:
            return loop
        if role == SENTENCE_ROLE:
            return self._sentence(index.row())
        if role == FIGURES_ROLE:
            return loop_figures(loop, unit)
        if role == COLOR_ROLE:
            return self._color_of(loop.id)
        if role == NAME_ROLE:
            return self._name(loop)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{loop_name(loop)}. {self._sentence(index.row())}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{gain_words(loop)}; {turn_words(loop, unit)}"
        return None

    def _sentence(self, row: int) -> str:
        if row not in self._sentences:
            self._sentences[row] = loop_sentence(self._flywheel, self._loops[row])
        return self._sentences[row]

    def _name(self, loop: Loop) -> str:
        for links, name in self._names.items():
            if _same_loop(links, loop.links):
                return name
        return tr("Reinforcing loop") if loop.is_reinforcing else tr("Balancing loop")


class LoopCards(QStyledItemDelegate):
    """Paints a loop as a card: badge, name, sentence, figures."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.tokens: Tokens = LIGHT
        self.is_uniform = False

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        # Not option.rect: while the list is laid out it is that of another moment.
        width = option.widget.viewport().width()  # type: ignore[attr-defined]
        lines = _UNIFORM_LINES
        if not self.is_uniform:
            lines = len(self.wrapped(str(index.data(SENTENCE_ROLE)), self._room(width)))
        figures = 1 if self.is_uniform else len(self.figures(index, self._room(width)))
        return QSize(width, self._height(lines, figures))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        t = self.tokens
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        color = str(index.data(COLOR_ROLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(1, 1, -1, -_GAP + 1)
        edge = color if is_chosen else (t.field_line if is_under or has_focus else t.line)
        painter.setPen(QPen(QColor(edge), 1.6 if is_chosen else 1.0))
        painter.setBrush(QColor(mixed(t.card, color, 0.08) if is_chosen else t.card))
        painter.drawRoundedRect(card, t.radius, t.radius)
        self._paint_badge(painter, card, color, str(index.data()))
        left = int(card.left()) + _PAD + _BADGE + 10
        room = self._room(option.rect.width())
        top = int(card.top()) + _PAD - 2
        top = self._paint_line(
            painter, left, top, room, str(index.data(NAME_ROLE)), _bold(t), t.ink
        )
        top += 2
        lines = self.wrapped(str(index.data(SENTENCE_ROLE)), room)
        if self.is_uniform and len(lines) > _UNIFORM_LINES:
            metrics = QFontMetrics(_plain(t))
            rest = " ".join(lines[_UNIFORM_LINES - 1 :])
            lines = lines[: _UNIFORM_LINES - 1]
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room))
        for line in lines:
            top = self._paint_line(painter, left, top, room, line, _plain(t), t.ink)
        top += 4
        for figures in self.figures(index, room):
            top = self._paint_line(painter, left, top, room, figures, _small(t), t.muted)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Say what is cut short on the card."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return bool(super().helpEvent(event, view, option, index))
        QToolTip.showText(event.globalPos(), "\n".join(self.cut_short(index, option)), view)
        return True

    def cut_short(self, index: AnyIndex, option: QStyleOptionViewItem) -> list[str]:
        """What the card has no room for: its name, its sentence."""
        room = self._room(option.rect.width())
        name, sentence = str(index.data(NAME_ROLE)), str(index.data(SENTENCE_ROLE))
        is_name_cut = _is_cut(name, _bold(self.tokens), room)
        is_sentence_cut = self.is_uniform and len(self.wrapped(sentence, room)) > _UNIFORM_LINES
        return [name] * is_name_cut + [sentence] * is_sentence_cut

    def _paint_badge(self, painter: QPainter, card: QRectF, color: str, text: str) -> None:
        t = self.tokens
        disc = QRectF(card.left() + _PAD, card.top() + _PAD, _BADGE, _BADGE)
        # A dark loop of a light theme would vanish on a dark panel without an edge.
        faint = contrast(color, t.card) < 3.0
        painter.setPen(QPen(QColor(t.field_line), 1.2) if faint else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawEllipse(disc)
        font = _bold(t)
        font.setPixelSize(t.small_px + 1 if len(text) < 4 else max(8, t.small_px - 2))
        painter.setFont(font)
        is_dark = contrast("#ffffff", color) >= contrast("#10151d", color)
        painter.setPen(QColor("#ffffff" if is_dark else "#10151d"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_line(
        self,
        painter: QPainter,
        left: int,
        top: int,
        room: int,
        text: str,
        font: QFont,
        color: str,
    ) -> int:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(color))
        said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        box = QRect(left, top, room, metrics.lineSpacing())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        return top + metrics.lineSpacing()

    def figures(self, index: AnyIndex, room: int) -> list[str]:
        """Gain and turn time in one line, or in two where they do not fit."""
        said = str(index.data(FIGURES_ROLE))
        is_wide = not self.is_uniform and _is_cut(said, _small(self.tokens), room)
        return said.split(" · ") if is_wide else [said]

    def _room(self, width: int) -> int:
        return max(60, width - 2 - 2 * _PAD - _BADGE - 10)

    def _height(self, lines: int, figures: int) -> int:
        t = self.tokens
        return (
            2 * _PAD
            - 2
            + QFontMetrics(_bold(t)).lineSpacing()
            + 2
            + lines * QFontMetrics(_plain(t)).lineSpacing()
            + 4
            + figures * QFontMetrics(_small(t)).lineSpacing()
            + _GAP
        )

    def wrapped(self, text: str, room: int) -> list[str]:
        """The lines of a text in a room, pixels."""
        return wrapped(text, _plain(self.tokens), room)


def _no_color(_loop: str) -> str:
    return "#7c8796"


def _same_loop(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rings of links are the same, wherever they are told from."""
    if len(one) != len(other) or not one or one[0] not in other:
        return False
    start = other.index(one[0])
    return one == other[start:] + other[:start]


def _is_cut(text: str, font: QFont, room: int) -> bool:
    """Whether a line would end in dots. Its advance is rounded and can say otherwise."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room) != text


def _plain(tokens: Tokens) -> QFont:
    font = QFont()
    font.setPixelSize(tokens.base_px)
    return font


def _bold(tokens: Tokens) -> QFont:
    font = _plain(tokens)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _small(tokens: Tokens) -> QFont:
    font = QFont()
    font.setPixelSize(tokens.small_px + 1)
    return font
