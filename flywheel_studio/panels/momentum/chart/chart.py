"""The chart with what belongs to it: the curves, words and a legend right under them, then the rest.

What is put below the curves has their left edge and their width, so that `time_axis` holds there too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.momentum.chart.dashed_key import DashedKey
from flywheel_studio.panels.momentum.chart.panes import words_for_absent, words_for_others
from flywheel_studio.panels.momentum.chart.plot import CurvePlot
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.icons import dot
from flywheel_studio.panels.parts.labels import NameButton, plain_label
from flywheel_studio.panels.parts.name_buttons import refill
from flywheel_studio.panels.style.palette import LIGHT, on_paper
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from flywheel_studio.panels.momentum.chart.curves import Curves, Marker
    from flywheel_studio.simulation.uncertainty import Band

_SMALLEST_HEIGHT: Final = 330
# A legend beyond this is longer than the chart: the rest share one button.
MOST_IN_LEGEND: Final = 16


@dataclass(frozen=True)
class LegendEntry:
    """A curve's name and colour; scenarios are dashed."""

    name: str
    color: str
    is_dashed: bool = False


class Chart(QWidget):
    """Curves with a legend that shows and hides them.

    `title`: of a picture of the chart. `scrubbed` carries a time of the run, `axis_moved` the
    `TimeAxis` once it is another one; `measures_changed` comes when there are others to choose from.
    """

    scrubbed = Signal(float)
    axis_moved = Signal(object)
    measures_changed = Signal()
    shown_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = CurvePlot(self)
        self.plot.setMinimumHeight(_SMALLEST_HEIGHT)
        self._tokens: Tokens = LIGHT
        self._curves: Curves | None = None
        self._markers: tuple[Marker, ...] = ()
        self._band: Band | None = None
        self._factor_bands: Mapping[str, Band] = {}
        self._shown = 0
        self.title = ""
        self._labels: Mapping[str, str] = {}
        self._colors: Mapping[str, str] = {}
        self._hidden: frozenset[str] = frozenset()
        self._measures: tuple[str, ...] = ()
        self._measure = ""
        self._is_logarithmic = False
        self._buttons: dict[str, NameButton] = {}
        self._others: NameButton | None = None
        self._below: list[QWidget] = []
        self._words = plain_label("caption", self)
        self._words.hide()
        self._legend = QWidget(self)
        self._legend_row = FlowLayout(self._legend, gap=2)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.key = DashedKey(self)
        self._column.addWidget(self.key)
        self._column.addWidget(self.plot, 1)
        self._column.addWidget(self._words)
        self._column.addWidget(self._legend)
        self.plot.scrubbed.connect(self.scrubbed)
        self.plot.axis_moved.connect(self.axis_moved)

    @property
    def time_axis(self) -> TimeAxis:
        """Where a time lies, in pixels of whatever is put below the curves."""
        return self.plot.time_axis

    @property
    def words(self) -> str:
        """What the curves leave out, if they leave out anything."""
        return self._words.text()

    @property
    def markers(self) -> tuple[Marker, ...]:
        return self._markers

    @property
    def below(self) -> tuple[QWidget, ...]:
        """What stands under the curves and their legend, from the top."""
        return tuple(self._below)

    @property
    def is_logarithmic(self) -> bool:
        return self._is_logarithmic

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that can be chosen, besides percent of today."""
        return self._measures

    @property
    def measure(self) -> str:
        """The measure that is drawn; "" for percent of today."""
        return self._measure

    @property
    def hidden(self) -> frozenset[str]:
        """Factors whose curves are switched off."""
        return self._hidden

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.plot.set_tokens(tokens)
        self._show_legend()

    def set_factors(self, labels: Mapping[str, str], colors: Mapping[str, str]) -> None:
        """The factors of the legend, in order, with their names and colours."""
        if (dict(labels), dict(colors)) == (dict(self._labels), dict(self._colors)):
            return
        self._labels, self._colors = dict(labels), dict(colors)
        self._hidden &= frozenset(labels)
        self._build_legend()

    @property
    def curves(self) -> Curves | None:
        """What is drawn, without the curves that the legend hides; None for an empty chart."""
        curves = self._curves
        if curves is None:
            return None
        keys = [key for key in curves.in_measure(self._measure) if key not in self._hidden]
        shown = {key: curves.speeds[key] for key in keys}
        bands = {key: self._factor_bands[key] for key in keys if key in self._factor_bands}
        return replace(curves, speeds=shown, band=self._band, factor_bands=bands)

    def on_paper(self) -> Curves | None:
        """As `curves`, in the colours of light paper."""
        curves = self.curves
        if curves is None:
            return None
        return replace(
            curves,
            colors={key: on_paper(color, self._tokens) for key, color in curves.colors.items()},
            others=tuple(
                replace(one, color=on_paper(one.color, self._tokens)) for one in curves.others
            ),
        )

    def legend(self) -> tuple[LegendEntry, ...]:
        """What is drawn on paper: the factors in the order of the main loop, then the scenarios."""
        curves = self.on_paper()
        if curves is None:
            return ()
        keys = [key for key in self._labels if key in curves.speeds]
        return (
            *(LegendEntry(curves.labels[key], curves.colors[key]) for key in keys),
            *(LegendEntry(one.name, one.color, is_dashed=True) for one in curves.others),
        )

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Equal steps for equal factors, or for equal differences."""
        self._is_logarithmic = is_logarithmic
        self.plot.set_logarithmic(is_logarithmic)
        self._show_words()

    def set_measure(self, measure: str) -> None:
        """Draw the factors of one measure in its unit; "" for all in percent of today."""
        self._measure = measure if measure in self._measures else ""
        self.plot.set_measure(self._measure)
        self._show_words()
        self._show_legend()

    def show_band(
        self, band: Band | None, of_factors: Mapping[str, Band] = MappingProxyType({})
    ) -> None:
        """Show how uncertain the momentum and the factors are, until it is taken away with None."""
        self._band, self._factor_bands = band, of_factors
        self._draw()

    def put_below(self, widget: QWidget) -> None:
        """Place something under the curves and their legend, below what was placed there before."""
        self._below.append(widget)
        self._column.addWidget(widget)

    def set_source(self, make_curves: Callable[[], tuple[Curves | None, Sequence[Marker]]]) -> None:
        """Draw what `make_curves` gives."""
        curves, markers = make_curves()
        self._curves, self._markers = curves, tuple(markers)
        found = dict.fromkeys(one.name for one in curves.measures.values()) if curves else {}
        if tuple(found) != self._measures:
            self._measures = tuple(found)
            if self._measure not in found:
                self._measure = ""
                self.plot.set_measure("")
            self.measures_changed.emit()
        self._draw()

    def set_playhead(self, time: float) -> None:
        self.plot.set_playhead(time)

    def show_factor(self, factor: str, is_shown: bool) -> None:
        """Show or hide one factor's curve."""
        self._set_hidden(self._hidden - {factor} if is_shown else self._hidden | {factor})

    def _draw(self) -> None:
        curves = self._curves
        if curves is not None and self._band is not None:
            curves = replace(curves, band=self._band, factor_bands=self._factor_bands)
        self.plot.set_curves(curves, self._markers)
        self.key.set_others(curves.others if curves is not None else ())
        self._show_words()
        self._show_legend()

    def _show_words(self) -> None:
        curves = self._curves
        said = [words_for_others(curves, self._measure)]
        if curves is not None:
            said.append(words_for_absent(self.plot.panes, curves.end, curves.unit))
        words = " ".join(word for word in said if word)
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def _build_legend(self) -> None:
        if self._others is not None:
            self._others.hide()
            self._others.deleteLater()
            self._others = None
        keys = list(self._labels)
        names = {key: self._labels[key] for key in keys[:MOST_IN_LEGEND]}
        refill(self._legend_row, self._buttons, names, self._new_curve_button)
        for button in self._buttons.values():
            button.setAccessibleName(tr("Curve of {factor}", factor=button.name))
        left = len(keys) - MOST_IN_LEGEND
        if left > 0:
            self._others = self._legend_button(ntr("{n} more", "{n} more", left))
            self._others.clicked.connect(self._on_others_clicked)
            self._legend_row.addWidget(self._others)
            self._others.show()
        self._show_legend()

    def _new_curve_button(self, factor: str) -> NameButton:
        button = self._legend_button(self._labels[factor])
        button.clicked.connect(partial(self._on_legend_clicked, factor))
        return button

    def _legend_button(self, label: str) -> NameButton:
        button = NameButton(label, self._legend)
        button.setObjectName("legend")
        button.setCheckable(True)
        return button

    def _on_legend_clicked(self, factor: str, _checked: bool = False) -> None:
        # PySide6 does not always hand `checked` on to a partial: ask what is hidden instead.
        self.show_factor(factor, factor in self._hidden)

    def _on_others_clicked(self, is_shown: bool) -> None:
        others = frozenset(list(self._labels)[MOST_IN_LEGEND:])
        self._set_hidden(self._hidden - others if is_shown else self._hidden | others)

    def _set_hidden(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden
        self.plot.set_hidden(hidden)
        self._show_words()
        self._show_legend()

    def _show_legend(self) -> None:
        curves, measure = self._curves, self._measure
        drawn = frozenset(self._labels)
        if curves is not None and measure:
            drawn = frozenset(curves.in_measure(measure))
        shown = len(drawn - self._hidden)
        if shown != self._shown:
            self._shown = shown
            self.shown_changed.emit(shown)
        for key, button in self._buttons.items():
            is_shown = key not in self._hidden and key in drawn
            look = (self._colors[key], not is_shown)
            if button.property("look") != str(look):
                button.setProperty("look", str(look))
                button.setIcon(dot(self._colors[key], is_hollow=not is_shown))
            button.setChecked(is_shown)
            button.setEnabled(key in drawn)
            tip = tr("Show or hide this curve")
            if key not in drawn:
                tip = tr("Not measured in {unit}", unit=measure)
            button.set_tip(tip)
        if self._others is not None:
            others = frozenset(list(self._labels)[MOST_IN_LEGEND:]) & drawn
            is_shown = bool(others) and not others <= self._hidden
            self._others.setChecked(is_shown)
            self._others.setEnabled(bool(others))
            self._others.setIcon(dot(self._tokens.muted, is_hollow=not is_shown))
