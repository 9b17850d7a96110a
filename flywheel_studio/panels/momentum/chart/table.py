"""The numbers behind the chart, as a table for a spreadsheet.

At a jump the chart has two values for one time; the table has the one after it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from flywheel_studio.export.activities_csv import safe_cell
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.wording import units

if TYPE_CHECKING:
    from flywheel_studio.panels.momentum.chart.curves import Curves


def chart_csv(curves: Curves) -> bytes:
    """A row for each time: momentum, those of scenarios, the band, then the factors' speeds in percent.

    A factor with a metric has a second column in the metric's unit.

    UTF-8, comma, line feed; numbers have a point and their digits in every language. A cell is empty
    where a scenario's run had ended.
    """
    import numpy as np

    kept = np.append(curves.time[1:] > curves.time[:-1], True)
    time = curves.time[kept]
    columns = [
        (tr("Time in {units}", units=units(curves.unit)), time),
        (tr("Momentum"), curves.momentum),
    ]
    for other in curves.others:
        last = np.append(other.time[1:] > other.time[:-1], True)
        line = np.interp(time, other.time[last], other.momentum[last], right=np.nan)
        columns.append((tr("Momentum: {scenario}", scenario=other.name), line))
    band = curves.band
    if band is not None and len(band.time):
        for title, edge in (
            (tr("Momentum: 10 % of the runs are below"), band.low),
            (tr("Momentum: half of the runs are below"), band.median),
            (tr("Momentum: 90 % of the runs are below"), band.high),
        ):
            columns.append((title, np.interp(time, band.time, edge, right=np.nan)))
    for key, line in curves.speeds.items():
        name = curves.labels[key]
        columns.append((tr("{factor}, % above today", factor=name), line))
        measure = curves.measures.get(key)
        if measure is not None:
            title = f"{name}, {measure.unit}" if measure.unit else name
            columns.append((title, measure.of(line)))
        doubt = curves.factor_bands.get(key)
        if doubt is not None and len(doubt.time):
            for title, edge in (
                (tr("{factor}, %: 10 % of the runs are below", factor=name), doubt.low),
                (tr("{factor}, %: half of the runs are below", factor=name), doubt.median),
                (tr("{factor}, %: 90 % of the runs are below", factor=name), doubt.high),
            ):
                columns.append((title, 100.0 * np.interp(time, doubt.time, edge, right=np.nan)))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([safe_cell(name) for name, _ in columns])
    lines = [line if len(line) == len(time) else line[kept] for _, line in columns]
    for row in zip(*lines, strict=True):
        writer.writerow(["" if np.isnan(value) else f"{value:.10g}" for value in row])
    return file.getvalue().encode()
