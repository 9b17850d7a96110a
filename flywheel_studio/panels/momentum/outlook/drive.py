"""What drives the run: the band under the curves, with its title and in sentences.

It explains what drove this run and says nothing of what to push; the levers stand below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.momentum.chart.layout import Look
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.chart.words import paint_words
from flywheel_studio.panels.momentum.outlook.dominance_band import (
    HEIGHT,
    MOST_LIT,
    DominanceBand,
    Records,
)
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from flywheel_studio.insight.dominance import Drive


class DriveSection(QWidget):
    """The band with its title and its sentences; hidden where the drawing has no loop.

    `driven` carries the records of the loops that drive at the playhead while the run is
    playing, or where the pointer or the focus is on the band: ("loops", id), ("factors", id) and
    ("links", id); None when it stands, or no loop does.
    """

    driven = Signal(object)
    scrubbed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.band = DominanceBand(self)
        self._drive: Drive | None = None
        self._records: Mapping[str, Records] = {}
        self._lit: Records | None = None
        self._words = plain_label("caption", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        self._title = tr("What drives it")
        column.addWidget(section_label(self._title, self))
        column.addWidget(self.band)
        column.addWidget(self._words)
        self._playhead = 0.0
        self._is_playing = False
        self._asked: int | None = None
        self.band.scrubbed.connect(self.scrubbed)
        self.band.asked.connect(self._on_asked)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def set_tokens(self, tokens: Tokens) -> None:
        self.band.set_tokens(tokens)

    def set_axis(self, axis: TimeAxis) -> None:
        """Stand time under time below the curves."""
        self.band.set_axis(axis)

    def paint_on_paper(
        self, painter: QPainter, axis: TimeAxis, top: float, width: float, look: Look
    ) -> float:
        """Title, band and sentences in a picture of the chart."""
        top = paint_words(painter, self._title, top, width, look)
        self.band.paint_spans(painter, axis, top, look)
        return paint_words(painter, self.words, top + HEIGHT + 2.0, width, look)

    def set_drive(
        self,
        flywheel: Flywheel,
        drive: Drive | None,
        colors: Mapping[str, str],
        records: Mapping[str, Records],
        *,
        counted: int | None = None,
    ) -> None:
        """Show what drives a run of `flywheel`.

        Args:
            colors, records: of each loop, by its id.
            counted: so many loops are known and count here, of more than that; None: all.
        """
        has_spans = drive is not None and bool(drive.spans)
        self._drive = drive if has_spans else None
        self._records = records
        self.setVisible(has_spans)
        if drive is None or not has_spans:
            self.band.set_spans((), (), {})
            return
        from flywheel_studio.insight.dominance import drive_sentences, driver_words

        said = list(drive_sentences(flywheel, drive))
        if counted is not None:
            said.append(
                tr(
                    "The drawing has more loops than the {count} shortest that count here, "
                    "so others may drive it.",
                    count=number(counted),
                )
            )
        self._words.setText(" ".join(said))
        words = tuple(driver_words(flywheel, span) for span in drive.spans)
        self.band.set_spans(drive.spans, words, colors)
        self.band.setAccessibleName(" ".join(said))

    def show_moment(self, playhead: float, is_playing: bool) -> None:
        """The playhead is there, and plays or stands."""
        self._playhead, self._is_playing = playhead, is_playing
        self.band.set_playhead(playhead)
        self._show_lit()

    def _on_asked(self, place: int | None) -> None:
        self._asked = place
        self._show_lit()

    def _show_lit(self) -> None:
        drive, span = self._drive, None
        if drive is not None and self._asked is not None and self._asked < len(drive.spans):
            span = drive.spans[self._asked]
        elif drive is not None and self._is_playing:
            span = drive.at(self._playhead)
        lit: Records | None = None
        if span is not None and span.kind in ("reinforcing", "balancing"):
            shown = span.loops[:MOST_LIT]
            lit = frozenset().union(*(self._records.get(key, frozenset()) for key in shown))
        if lit != self._lit:
            self._lit = lit
            self.driven.emit(lit or None)
