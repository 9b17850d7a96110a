"""How a push is drawn, on the screen and on paper: a bar while it lasts, an arrow for a shove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.panels.momentum.pushes.rows import Part, Place
from flywheel_studio.panels.style.tokens import Tokens

ROUND: Final = 5.0
GAP: Final = 2
TOP: Final = 3
_LEAST_ROW: Final = 28
_AIR: Final = 8.0


@dataclass(frozen=True)
class Drawn:
    """A push as it is drawn. `words` stand beside it."""

    place: Place
    words: str
    color: str
    is_up: bool = True
    is_active: bool = True


def row_height(tokens: Tokens) -> int:
    """Of a row of marks, in pixels: a finger's width, and more where letters are large."""
    return max(_LEAST_ROW, round(1.4 * (tokens.small_px + 1) + _AIR))


def height_of(rows: int, tokens: Tokens) -> int:
    """Of so many rows with their margins, in pixels."""
    return 2 * TOP + rows * (row_height(tokens) + GAP) - GAP


def top_of(row: int, tokens: Tokens) -> int:
    return TOP + row * (row_height(tokens) + GAP)


def paint_mark(
    painter: QPainter,
    drawn: Drawn,
    tokens: Tokens,
    font: QFont,
    *,
    is_current: bool = False,
    grips: frozenset[Part] = frozenset(),
) -> None:
    """A push in a row that begins at the top of the painter.

    Args:
        font: of the words. grips: ends at which it is about to be stretched.
    """
    row = row_height(tokens)
    if drawn.place.is_beyond:
        _paint_beyond(painter, drawn, row)
    elif drawn.place.is_lasting:
        _paint_bar(painter, drawn, tokens, row, is_current=is_current)
        painter.setPen(QPen(QColor(tokens.ink), 1.4))
        for part, x in (("start", drawn.place.begin), ("end", drawn.place.end)):
            if part in grips:
                painter.drawLine(QPointF(x, row / 2 - 6), QPointF(x, row / 2 + 6))
    else:
        at = QPointF(drawn.place.begin, row / 2)
        width = 3.0 if is_current else 2.2
        color = QColor(drawn.color)
        paint_arrow(painter, at, row * 0.36, color, drawn.is_up, width, drawn.is_active)
    _paint_words(painter, drawn, tokens, font, row)


def _paint_bar(
    painter: QPainter, drawn: Drawn, tokens: Tokens, row: int, *, is_current: bool
) -> None:
    place, color = drawn.place, QColor(drawn.color)
    box = QRectF(place.begin, _AIR / 2, max(2.0, place.end - place.begin), row - _AIR)
    shape = _bar(box, place.is_open)
    painter.setPen(Qt.PenStyle.NoPen)
    if drawn.is_active:
        painter.setBrush(QColor(mixed(tokens.surface, drawn.color, 0.30)))
        painter.drawPath(shape)
        if not drawn.is_up:
            faint = QColor(color)
            faint.setAlphaF(0.45)
            brush = painter.brush()
            brush.setColor(faint)
            brush.setStyle(Qt.BrushStyle.BDiagPattern)
            painter.setBrush(brush)
            painter.drawPath(shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    style = Qt.PenStyle.SolidLine if drawn.is_active else Qt.PenStyle.DashLine
    painter.setPen(QPen(color, 2.0 if is_current else 1.3, style))
    painter.drawPath(shape)
    if box.width() >= 16:
        at = QPointF(box.left() + min(9.0, box.width() / 2), row / 2)
        paint_arrow(painter, at, 6.0, color, drawn.is_up)


def _paint_words(painter: QPainter, drawn: Drawn, tokens: Tokens, font: QFont, row: int) -> None:
    place, metrics = drawn.place, QFontMetricsF(font)
    if place.room < metrics.averageCharWidth() * 3:
        return
    is_strong = drawn.is_active and not place.is_beyond
    painter.setFont(font)
    painter.setPen(QColor(tokens.ink if is_strong else tokens.muted))
    said = metrics.elidedText(drawn.words, Qt.TextElideMode.ElideRight, place.room + 0.5)
    box = QRectF(place.words, 0, place.room + 2, row)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)


def _paint_beyond(painter: QPainter, drawn: Drawn, row: int) -> None:
    """It begins after the end of the run: a sign that points there."""
    pen = QPen(QColor(drawn.color), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y = drawn.place.right - 12, row / 2
    painter.drawPolyline([QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5)])


def words_font(font: QFont, tokens: Tokens) -> QFont:
    """The font of the words beside a mark."""
    small = QFont(font)
    small.setPixelSize(tokens.small_px + 1)
    return small


def _bar(box: QRectF, is_open: bool) -> QPainterPath:
    """Round at both ends; at the right cut like a torn strip where it goes on."""
    path = QPainterPath()
    round_ = min(ROUND, box.width() / 2)
    if not is_open or box.width() < 2 * ROUND:
        path.addRoundedRect(box, round_, round_)
        return path
    tip = min(6.0, box.width() / 2)
    path.moveTo(box.right() - tip, box.top())
    path.lineTo(box.right(), box.center().y())
    path.lineTo(box.right() - tip, box.bottom())
    path.lineTo(box.left() + round_, box.bottom())
    path.quadTo(box.left(), box.bottom(), box.left(), box.bottom() - round_)
    path.lineTo(box.left(), box.top() + round_)
    path.quadTo(box.left(), box.top(), box.left() + round_, box.top())
    path.closeSubpath()
    return path


def paint_arrow(
    painter: QPainter,
    middle: QPointF,
    reach: float,
    color: QColor,
    is_up: bool,
    width: float = 2.0,
    is_solid: bool = True,
) -> None:
    """An upright arrow, `2 * reach` high."""
    up = -1.0 if is_up else 1.0
    tip = QPointF(middle.x(), middle.y() + up * reach)
    wing = reach * 0.55
    style = Qt.PenStyle.SolidLine if is_solid else Qt.PenStyle.DotLine
    pen = QPen(color, width, style)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawLine(QPointF(middle.x(), middle.y() - up * reach), tip)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.drawPolyline(
        [
            QPointF(tip.x() - wing, tip.y() - up * wing),
            tip,
            QPointF(tip.x() + wing, tip.y() - up * wing),
        ]
    )
