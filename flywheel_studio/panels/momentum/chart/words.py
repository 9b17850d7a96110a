"""Words in lines below the curves of a picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from flywheel_studio.panels.momentum.chart.layout import Look


def paint_words(painter: QPainter, words: str, top: float, width: float, look: Look) -> float:
    """Words in lines of at most `width`; returns where they end."""
    painter.setFont(look.font)
    painter.setPen(QColor(look.tokens.muted))
    metrics = look.metrics
    line = ""
    lines = []
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and metrics.horizontalAdvance(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    for said in [*lines, line]:
        painter.drawText(QPointF(0.0, top + metrics.ascent()), said)
        top += metrics.height() + 2.0
    return top
