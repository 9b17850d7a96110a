"""The momentum over time as PowerPoint's own chart: its numbers can be edited, its colours changed.

A scatter chart, since its time axis is to scale: the saved times of a run are not evenly spaced
where it was shoved.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from flywheel_studio.drawing.theme import Theme
from flywheel_studio.export.chapter import Curve
from flywheel_studio.export.pptx_look import Look
from flywheel_studio.export.pptx_place import Area
from flywheel_studio.export.pptx_shapes import NAMESPACES
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from pptx.slide import Slide

_LINE: Final = 44_450
_GRID: Final = 9_525
_LETTERS: Final = 1400
# Beyond this a number on an axis is written as a power of ten.
_MOST: Final = 1e6


def add_chart(
    slide: Slide, curve: Curve, area: Area, theme: Theme, look: Look, ink: str | None
) -> Any:
    """Put the chart on a slide. `ink`: the colour of its words; None leaves it to the deck."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Emu

    chart_data = XyChartData()
    series = chart_data.add_series(tr("Momentum"))
    for time, momentum in zip(curve.times, curve.momentum, strict=True):
        series.add_data_point(time, momentum)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
        *map(Emu, area),
        chart_data,
    )
    chart = frame.chart
    chart.has_legend = False
    chart.has_title = False
    _dress_line(chart, theme, look)
    words = ink if ink is not None else theme.ink
    grid = theme.muted
    time_axis, momentum_axis = chart.category_axis, chart.value_axis
    time_axis.minimum_scale = 0.0
    time_axis.maximum_scale = curve.times[-1]
    time_axis.has_major_gridlines = False
    momentum_axis.has_major_gridlines = True
    least, most = min(curve.momentum), max(curve.momentum)
    if least >= 0.0:
        momentum_axis.minimum_scale = 0.0
    if max(abs(least), abs(most)) >= _MOST:
        momentum_axis.tick_labels.number_format = "0.0E+0"
        momentum_axis.tick_labels.number_format_is_linked = False
    if most == least:
        momentum_axis.maximum_scale = most + max(abs(most), 1.0)
    step = _step(curve.times[-1])
    time_axis.major_unit = step
    _name_axis(time_axis, time_words(curve.unit), look, words)
    _name_axis(momentum_axis, tr("Momentum"), look, words)
    for axis in (time_axis, momentum_axis):
        _dress_axis(axis, look, words, grid)
    return frame


def time_words(unit: str) -> str:
    """What the time axis says: "Time in months"."""
    match unit:
        case "day":
            return tr("Time in days")
        case "week":
            return tr("Time in weeks")
        case "month":
            return tr("Time in months")
        case "quarter":
            return tr("Time in quarters")
        case "year":
            return tr("Time in years")
    return tr("Time ({unit})", unit=unit) if unit else tr("Time")


def _step(end: float) -> float:
    """A round step that divides an axis into four to eight."""
    power = 10.0 ** math.floor(math.log10(end))
    for step in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0):
        if end / (step * power) <= 8.0:
            return step * power
    return 2.0 * power


def _dress_line(chart: Any, theme: Theme, look: Look) -> None:
    from pptx.oxml import parse_xml

    series = chart.plots[0].series[0]
    series.smooth = False
    color = look.fill(theme.loop_color(0))
    properties = series._element.get_or_add_spPr()
    for old in list(properties):
        properties.remove(old)
    properties.append(
        parse_xml(f'<a:ln {NAMESPACES} w="{_LINE}" cap="rnd">{color}<a:round/></a:ln>')
    )


def _name_axis(axis: Any, words: str, look: Look, ink: str) -> None:
    from pptx.oxml import parse_xml

    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = words
    run = frame.paragraphs[0]._p.find("{*}r")
    for old in run.findall("{*}rPr"):
        run.remove(old)
    run.insert(0, parse_xml(_letters("a:rPr", look, ink)))


def _letters(tag: str, look: Look, ink: str) -> str:
    language = f' lang="{look.language}"' if tag == "a:rPr" else ""
    return f'<{tag} {NAMESPACES}{language} sz="{_LETTERS}" b="0">{look.fill(ink)}{look.letters}</{tag}>'


def _dress_axis(axis: Any, look: Look, ink: str, grid: str) -> None:
    from pptx.oxml import parse_xml

    # Asking for the font makes the element that holds it.
    _ = axis.tick_labels.font
    paragraph = axis._element.find("{*}txPr/{*}p/{*}pPr")
    for old in list(paragraph):
        paragraph.remove(old)
    paragraph.append(parse_xml(_letters("a:defRPr", look, ink)))
    _dress_rule(axis.format.line, look, grid, 1.0)
    if axis.has_major_gridlines:
        _dress_rule(axis.major_gridlines.format.line, look, grid, 0.35)


def _dress_rule(line: Any, look: Look, color: str, opacity: float) -> None:
    from pptx.oxml import parse_xml

    line.width = _GRID
    rule = line._ln
    for old in list(rule):
        rule.remove(old)
    fill = look.color(color, opacity)
    rule.append(parse_xml(f"<a:solidFill {NAMESPACES}>{fill}</a:solidFill>"))
