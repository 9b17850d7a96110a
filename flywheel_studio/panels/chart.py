"""The place of the chart: a line of text until pyqtgraph is there, then the curves and a legend.

Loading begins once the chart is first shown. Whatever is set before that is drawn when the plot
exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.flow_layout import FlowLayout
from flywheel_studio.panels.icons import dot
from flywheel_studio.panels.plot_loader import PlotLoader
from flywheel_studio.panels.style import LIGHT, Tokens

if TYPE_CHECKING:
    from flywheel_studio.panels.curve_plot import CurvePlot
    from flywheel_studio.panels.curves import Curves, Marker

_SMALLEST_HEIGHT: Final = 330
# A legend beyond this is longer than the chart: the rest share one button.
MOST_IN_LEGEND: Final = 16


class Chart(QWidget):
    """Curves with a legend that shows and hides them. `scrubbed` carries a time of the run."""

    scrubbed = Signal(float)
    built = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: CurvePlot | None = None
        self._tokens: Tokens = LIGHT
        self._make_curves: Callable[[], tuple[Curves | None, Sequence[Marker]]] | None = None
        self._labels: Mapping[str, str] = {}
        self._colors: Mapping[str, str] = {}
        self._hidden: frozenset[str] = frozenset()
        self._playhead = 0.0
        self._is_logarithmic = False
        self._buttons: dict[str, QPushButton] = {}
        self._others: QPushButton | None = None
        self._loader = PlotLoader(self)
        self._loader.ready.connect(self._on_plots_ready)
        self._loader.failed.connect(self._on_plots_failed)
        self._placeholder = QLabel(tr("The curves are being prepared …"), self)
        self._placeholder.setObjectName("subline")
        self._placeholder.setTextFormat(Qt.TextFormat.PlainText)
        self._placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._placeholder.setWordWrap(True)
        self._placeholder.setMinimumHeight(_SMALLEST_HEIGHT)
        self._legend = QWidget(self)
        self._legend_row = FlowLayout(self._legend, gap=2)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._placeholder, 1)
        self._column.addWidget(self._legend)

    @property
    def hidden(self) -> frozenset[str]:
        """Factors whose curves are switched off."""
        return self._hidden

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        if self.plot is not None:
            self.plot.set_tokens(tokens)

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
        curves = self._make_curves()[0] if self._make_curves is not None else None
        if curves is None:
            return None
        shown = {key: line for key, line in curves.speeds.items() if key not in self._hidden}
        return replace(curves, speeds=shown)

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Equal steps for equal factors, or for equal differences."""
        self._is_logarithmic = is_logarithmic
        if self.plot is not None:
            self.plot.set_logarithmic(is_logarithmic)

    def put_below(self, widget: QWidget) -> None:
        """Place something right under the curves, above the legend."""
        self._column.insertWidget(1, widget)

    def set_source(self, make_curves: Callable[[], tuple[Curves | None, Sequence[Marker]]]) -> None:
        """Draw what `make_curves` gives, now or as soon as the plot exists."""
        self._make_curves = make_curves
        if self.plot is not None:
            self.plot.set_curves(*make_curves())

    def set_playhead(self, time: float) -> None:
        self._playhead = time
        if self.plot is not None:
            self.plot.set_playhead(time)

    def show_factor(self, factor: str, is_shown: bool) -> None:
        """Show or hide one factor's curve."""
        self._set_hidden(self._hidden - {factor} if is_shown else self._hidden | {factor})

    def detach(self) -> None:
        """Stop loading, if that is still under way."""
        self._loader.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.plot is None:
            # After the first paint: the placeholder is on the screen before anything is loaded.
            QTimer.singleShot(0, self, self._begin_loading)

    def _begin_loading(self) -> None:
        if self.plot is None:
            self._loader.start()

    def _on_plots_ready(self) -> None:
        if self.plot is not None:
            return
        from flywheel_studio.panels.curve_plot import CurvePlot

        plot = CurvePlot(self)
        plot.setMinimumHeight(_SMALLEST_HEIGHT)
        plot.set_tokens(self._tokens)
        plot.set_hidden(self._hidden)
        plot.set_logarithmic(self._is_logarithmic)
        if self._make_curves is not None:
            plot.set_curves(*self._make_curves())
        plot.set_playhead(self._playhead)
        plot.scrubbed.connect(self.scrubbed)
        self._column.replaceWidget(self._placeholder, plot)
        self._column.setStretchFactor(plot, 1)
        self._placeholder.hide()
        self._placeholder.deleteLater()
        self.plot = plot
        self.built.emit()

    def _on_plots_failed(self, reason: str) -> None:
        self._placeholder.setText(tr("The curves cannot be shown: {reason}", reason=reason))

    def _build_legend(self) -> None:
        while (item := self._legend_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.clear()
        self._others = None
        keys = list(self._labels)
        for key in keys[:MOST_IN_LEGEND]:
            button = self._legend_button(self._labels[key])
            button.clicked.connect(partial(self._on_legend_clicked, key))
            self._buttons[key] = button
        left = len(keys) - MOST_IN_LEGEND
        if left > 0:
            self._others = self._legend_button(ntr("{n} more", "{n} more", left))
            self._others.clicked.connect(self._on_others_clicked)
        self._show_legend()

    def _legend_button(self, label: str) -> QPushButton:
        button = QPushButton(self._legend)
        button.setObjectName("legend")
        button.setCheckable(True)
        text = label.replace("\n", " ")
        button.ensurePolished()
        shown = button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 220)
        button.setText(shown.replace("&", "&&"))
        button.setToolTip(tr("Show or hide this curve"))
        button.setAccessibleName(tr("Curve of {factor}", factor=text))
        self._legend_row.addWidget(button)
        button.show()
        return button

    def _on_legend_clicked(self, factor: str, is_shown: bool) -> None:
        self.show_factor(factor, is_shown)

    def _on_others_clicked(self, is_shown: bool) -> None:
        others = frozenset(list(self._labels)[MOST_IN_LEGEND:])
        self._set_hidden(self._hidden - others if is_shown else self._hidden | others)

    def _set_hidden(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden
        if self.plot is not None:
            self.plot.set_hidden(hidden)
        self._show_legend()

    def _show_legend(self) -> None:
        for key, button in self._buttons.items():
            is_shown = key not in self._hidden
            button.setChecked(is_shown)
            button.setIcon(dot(self._colors[key], is_hollow=not is_shown))
        if self._others is not None:
            others = frozenset(list(self._labels)[MOST_IN_LEGEND:])
            is_shown = not others <= self._hidden
            self._others.setChecked(is_shown)
            self._others.setIcon(dot(self._tokens.muted, is_hollow=not is_shown))
