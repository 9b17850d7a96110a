"""What the chart draws, on which axis, in which unit, and what it says that it leaves out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage
from pytestqt.qtbot import QtBot

from flywheel_studio.drawing.theme import contrast
from flywheel_studio.insight.axis_numbers import time_ticks
from flywheel_studio.language.translate import use_language
from flywheel_studio.panels.momentum.chart.bar import ChartBar
from flywheel_studio.panels.momentum.chart.chart import Chart
from flywheel_studio.panels.momentum.chart.curves import Curves, Marker, Measure, OtherCurve
from flywheel_studio.panels.momentum.chart.layout import laid_out, look_of
from flywheel_studio.panels.momentum.chart.marks import tag_of
from flywheel_studio.panels.momentum.chart.panes import panes_of, words_for_absent
from flywheel_studio.panels.momentum.chart.picture import ChartPicture
from flywheel_studio.panels.momentum.chart.reading import box_beside, reading_at, rows_of
from flywheel_studio.panels.momentum.chart.scale import Scale, scale_of
from flywheel_studio.panels.momentum.chart.table import chart_csv
from flywheel_studio.panels.style.palette import DARK, LIGHT, factor_colours, on_paper, tokens_for
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.simulation.uncertainty import Band


def curves(**lines: Any) -> Curves:
    """Curves over ten months; the momentum is that of the first."""
    time = np.linspace(0.0, 10.0, 101)
    speeds = {key: np.asarray(line(time), dtype=float) for key, line in lines.items()}
    return Curves(
        time=time,
        momentum=next(iter(speeds.values())) / 100.0,
        speeds=speeds,
        labels={key: key.title() for key in speeds},
        colors=factor_colours(LIGHT, speeds),
        unit="month",
        end=10.0,
    )


def measured(**measures: Measure) -> Curves:
    return replace(
        curves(orders=lambda t: 10 * t, visits=lambda t: 5 * t, euros=lambda t: -t),
        measures=measures,
    )


ORDERS = Measure(200.0, "orders", "orders", (300.0,))
VISITS = Measure(1000.0, "orders", "orders")
EUROS = Measure(4e6, "€", "€", (9e9,))


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[Chart]:
    chart = Chart()
    chart.resize(320, 600)
    with qtbot.waitExposed(chart):
        chart.show()
    yield chart
    chart.close()
    chart.deleteLater()


# -- axes


def test_numbers_on_an_axis_are_round_and_few() -> None:
    ticks = scale_of([np.array([0.0, 317.0])]).ticks(5)
    assert [tick.text for tick in ticks] == ["0", "100", "200", "300"]
    ticks = scale_of([np.array([0.0, 0.9])]).ticks(4)
    assert [tick.text for tick in ticks] == ["0", "0.2", "0.4", "0.6", "0.8"]


@pytest.mark.parametrize("largest", [1e-6, 0.3, 7.0, 99.0, 4321.0, 2.6e6, 8e9, 9e11, 3e12])
@pytest.mark.parametrize("most", [2, 3, 5, 9])
def test_no_two_numbers_on_an_axis_read_the_same(largest: float, most: int) -> None:
    texts = [tick.text for tick in scale_of([np.array([-largest / 3, largest])]).ticks(most)]
    assert 2 <= len(set(texts)) == len(texts) <= most + 1


def test_millions_are_said_in_words_of_the_language() -> None:
    use_language("de")
    texts = [tick.text for tick in scale_of([np.array([0.0, 3e6])]).ticks(3)]
    assert texts == ["0", "1 Mio", "2 Mio", "3 Mio"]


def test_a_year_of_months_is_divided_by_the_calendar() -> None:
    assert [tick.text for tick in time_ticks(36.0, "month", 4)] == ["0", "12", "24", "36"]
    assert [tick.text for tick in time_ticks(52.0, "week", 5)] == ["0", "13", "26", "39", "52"]
    assert [tick.text for tick in time_ticks(20.0, "sprint", 5)] == ["0", "5", "10", "15", "20"]


def test_steady_growth_is_straight_on_a_logarithmic_axis() -> None:
    line = np.exp(np.linspace(0.0, 3.0, 50))
    shares = scale_of([line], is_logarithmic=True).shares(line)
    assert np.diff(shares) == pytest.approx(np.full(49, shares[1] - shares[0]))
    assert 0.0 <= shares[0] < shares[-1] <= 1.0


def test_a_logarithmic_axis_hangs_from_0_where_nothing_is_above_it() -> None:
    line = -np.exp(np.linspace(0.0, 5.0, 50))
    scale = scale_of([line], is_logarithmic=True)
    shares = scale.shares(line)
    assert shares[0] > shares[-1]
    assert [tick.text for tick in scale.ticks(3)] == ["−1", "−10", "−100"]
    assert scale.share_of(1.0) is None


def test_nothing_above_0_and_nothing_below_is_an_axis_all_the_same() -> None:
    zeros = np.zeros(5)
    assert len(scale_of([zeros]).ticks(4)) >= 2
    assert np.isnan(scale_of([zeros], is_logarithmic=True).shares(zeros)).all()


@pytest.mark.parametrize("is_logarithmic", [False, True])
def test_what_is_past_all_numbers_has_an_axis_all_the_same(is_logarithmic: bool) -> None:
    line = np.array([1.0, 1e300, np.inf])
    scale = scale_of([line], is_logarithmic=is_logarithmic)
    assert scale.ticks(4)
    assert scale.shares(line)[-1] == 1.0
    assert scale_of([-line, line], values=[1.7e308, -1.7e308]).ticks(4)


# -- words at a moment


@pytest.mark.parametrize("width", [320.0, 1100.0])
def test_the_words_of_a_plateau_hide_no_curve(chart: Chart, width: float) -> None:
    panes = panes_of(curves(flat=lambda t: 100.0 * np.minimum(t, 5.0)))
    look = look_of(LIGHT, QFont("Inter"))
    layout = laid_out(panes, 10.0, "month", QSizeF(width, 400.0), look)
    area, taken = layout.areas[0], []
    for marker in (Marker(5.0, "Plateau"), Marker(5.5, "Goal: Orders")):
        tag = tag_of(marker, layout, taken, look, panes[0])
        assert tag is not None and area.contains(tag)
        assert not any(tag.intersects(other) for other in taken)
        taken.append(tag)
        for time, share in zip(
            panes[0].traces[0].time,
            panes[0].scale.shares(panes[0].traces[0].values),
            strict=True,
        ):
            y = area.bottom() - share * area.height()
            assert not tag.contains(QPointF(layout.axis.x_of(time), y))


def test_a_flag_touches_its_own_line_and_crosses_no_other_at_the_edge(chart: Chart) -> None:
    panes = panes_of(curves(slow=lambda t: 1.0 + 0.01 * t))
    look = look_of(LIGHT, QFont("Inter"))
    layout = laid_out(panes, 10.0, "month", QSizeF(280.0, 400.0), look)
    markers = (Marker(4.0, "Doubled"), Marker(8.5, "Goal: Sales and revenue"))
    lines = [layout.axis.x_of(marker.time) for marker in markers]
    first, last = (tag_of(marker, layout, [], look, panes[0], lines) for marker in markers)
    assert first is not None and first.left() == pytest.approx(lines[0])
    assert last is not None and last.right() == pytest.approx(lines[1])
    assert last.left() > lines[0]


# -- what is left out


def test_what_a_logarithmic_axis_leaves_out_is_said_with_its_time() -> None:
    drawn = curves(
        grows=lambda t: 1 + t,
        late=lambda t: t - 3.0,
        falls=lambda t: 8.0 - t,
        down=lambda t: -1.0 - t,
        dips=lambda t: np.abs(t - 5.0) - 1.0,
    )
    words = words_for_absent(panes_of(drawn, is_logarithmic=True), 10.0, "month")
    assert "Falls from month 8 on" in words
    assert "Down all the time" in words
    assert "Dips for a while" in words
    assert "1 curve at first, until month 3" in words
    assert "Grows" not in words
    assert words_for_absent(panes_of(drawn), 10.0, "month") == ""


def test_a_curve_that_begins_at_0_needs_no_words() -> None:
    drawn = curves(a=lambda t: t)
    assert words_for_absent(panes_of(drawn, is_logarithmic=True), 10.0, "month") == ""


# -- units


def test_one_unit_at_a_time_and_only_its_factors(chart: Chart) -> None:
    told: list[tuple[str, ...]] = []
    chart.measures_changed.connect(lambda: told.append(chart.measures))
    drawn = measured(orders=ORDERS, visits=VISITS, euros=EUROS)
    chart.set_factors(drawn.labels, drawn.colors)
    chart.set_source(lambda: (drawn, ()))
    assert told == [("orders", "€")]
    chart.set_measure("orders")
    lower = chart.plot.panes[1]
    assert [trace.name for trace in lower.traces] == ["Orders", "Visits"]
    assert lower.traces[0].values[-1] == pytest.approx(400.0)
    assert lower.traces[1].values[-1] == pytest.approx(1500.0)
    assert "orders" in lower.title
    assert "1 factor is not measured in this" in chart.words


def test_crosshair_and_numbers_agree_with_the_curve_in_its_unit(chart: Chart) -> None:
    drawn = measured(orders=ORDERS, euros=EUROS)
    chart.set_source(lambda: (drawn, ()))
    chart.set_measure("orders")
    reading = chart.plot.reading_at(5.0)
    assert reading is not None
    assert reading.own == ("300 orders",)
    shown = chart.curves
    assert shown is not None
    header, *rows = chart_csv(shown).decode().splitlines()
    column = header.split('"')[-2]
    assert column == "Orders, orders"
    row = next(row for row in rows if row.startswith("5,"))
    assert float(row.rpartition(",")[2]) == pytest.approx(300.0)
    drawn_line = chart.plot.panes[1].traces[0]
    assert np.interp(5.0, drawn_line.time, drawn_line.values) == pytest.approx(300.0)


def test_a_goal_is_a_line_and_one_far_off_only_an_arrow() -> None:
    drawn = measured(orders=ORDERS, euros=EUROS)
    (near,) = panes_of(drawn, measure="orders")[1].levels
    assert (near.value, near.is_off) == (300.0, 0)
    lower = panes_of(drawn, measure="€")[1]
    (far,) = lower.levels
    assert far.is_off == 1
    assert lower.scale.high < 1e8
    assert panes_of(drawn)[1].levels == ()


def test_a_unit_that_nobody_has_any_more_gives_way_to_percent(chart: Chart) -> None:
    drawn = measured(orders=ORDERS)
    chart.set_source(lambda: (drawn, ()))
    chart.set_measure("orders")
    without = replace(drawn, measures={})
    chart.set_source(lambda: (without, ()))
    assert chart.measure == ""
    assert len(chart.plot.panes[1].traces) == 3


def test_the_units_are_chosen_with_a_chip_each(chart: Chart, qtbot: QtBot) -> None:
    bar = ChartBar(chart, lambda suffix: None)  # type: ignore[arg-type, return-value]
    qtbot.addWidget(bar)
    chart.set_source(lambda: (curves(a=lambda t: t), ()))
    assert bar.units == {}
    drawn = measured(orders=ORDERS, euros=EUROS)
    chart.set_source(lambda: (drawn, ()))
    assert list(bar.units) == ["", "orders", "€"]
    bar.units["orders"].click()
    assert chart.measure == "orders"
    assert bar.units["orders"].isChecked()
    assert not bar.units[""].isChecked()
    assert bar.units["€"].accessibleName() == "Factors in €"


# -- uncertainty


def test_a_band_has_room_on_the_axis_and_is_read_and_saved(chart: Chart) -> None:
    drawn = curves(a=lambda t: 10 * t)
    chart.set_source(lambda: (drawn, ()))
    time = np.linspace(0.0, 8.0, 9)
    chart.show_band(Band(time, -time, time, 5 * time))
    upper = chart.plot.panes[0]
    assert upper.scale.low < -8.0
    assert upper.scale.high > 40.0
    reading = chart.plot.reading_at(4.0)
    assert reading is not None
    assert reading.band == pytest.approx((-4.0, 4.0, 20.0))
    past = chart.plot.reading_at(9.0)
    assert past is not None
    assert past.band is None
    shown = chart.curves
    assert shown is not None
    assert not upper.traces[0].is_filled
    rows = [row.split(",") for row in chart_csv(shown).decode().splitlines()]
    assert rows[0][0] == "Time in months"
    assert rows[-1][2:5] == ["", "", ""]
    chart.show_band(None)
    assert chart.plot.panes[0].scale.low == 0.0
    assert chart.plot.panes[0].traces[0].is_filled


# -- time under time, keys and pictures


def test_the_axis_says_when_it_moves(chart: Chart) -> None:
    chart.set_source(lambda: (curves(a=lambda t: t), ()))
    moved: list[Any] = []
    chart.axis_moved.connect(moved.append)
    chart.plot.resize(500, 400)
    assert moved[-1] == chart.time_axis
    axis = chart.time_axis
    assert axis.time_at(axis.x_of(7.0)) == pytest.approx(7.0)
    longer = replace(curves(a=lambda t: t), end=20.0)
    chart.set_source(lambda: (longer, ()))
    assert moved[-1].end == 20.0


def test_the_arrow_keys_move_the_playhead_and_read_the_values(chart: Chart, qtbot: QtBot) -> None:
    chart.set_source(lambda: (curves(a=lambda t: 10 * t), ()))
    chart.scrubbed.connect(chart.set_playhead)
    asked: list[float] = []
    chart.scrubbed.connect(asked.append)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left):
        qtbot.keyClick(chart.plot, key)
    assert asked[0] == 10.0
    assert 9.0 < asked[1] < 10.0
    assert asked[2:] == [0.0, 0.0]
    qtbot.keyClick(chart.plot, Qt.Key.Key_End)
    assert "month 10" in chart.plot.accessibleDescription()
    assert "A +100 %" in chart.plot.accessibleDescription()


def test_the_crosshair_names_the_liveliest_first() -> None:
    drawn = curves(slow=lambda t: t, fast=lambda t: -50 * t)
    rows = rows_of(reading_at(drawn, 10.0))
    assert [name for name, _, _ in rows] == ["Momentum", "Fast", "Slow"]


@pytest.mark.parametrize(("fit", "told"), [(0, 9), (8, 9), (12, 10), (16, 14), (17, 16), (40, 16)])
def test_the_crosshair_tells_as_many_factors_as_there_is_room_for(fit: int, told: int) -> None:
    drawn = curves(**{f"factor{i}": lambda t, i=i: i * t for i in range(16)})
    rows = rows_of(reading_at(drawn, 10.0), fit)
    assert sum(color is not None for _, color, _ in rows) == told
    assert len(rows) <= max(fit, 11)
    more = [] if told == 16 else [f"and {16 - told} more"]
    assert [name for name, _, _ in rows if name.startswith("and ")] == more


@pytest.mark.parametrize("width", [300.0, 900.0])
@pytest.mark.parametrize("x", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("y", [0.1, 0.8])
def test_the_box_of_values_never_lies_on_the_pointer(width: float, x: float, y: float) -> None:
    room = QRectF(0.0, 0.0, width, 330.0)
    pointer = QPointF(x * width, y * 330.0)
    box = box_beside(pointer, 230.0, 150.0, room)
    assert room.contains(box)
    assert not box.contains(pointer)


def test_a_playhead_costs_only_the_strips_that_it_crosses(chart: Chart, qtbot: QtBot) -> None:
    chart.set_source(lambda: (curves(a=lambda t: t), ()))
    chart.set_playhead(2.0)
    before = chart.plot.grab().toImage()
    chart.set_playhead(8.0)
    after = chart.plot.grab().toImage()
    axis, y = chart.time_axis, 60
    assert before.pixelColor(round(axis.x_of(2.0)), y) != after.pixelColor(round(axis.x_of(2.0)), y)
    assert before.pixelColor(round(axis.x_of(5.0)), y) == after.pixelColor(round(axis.x_of(5.0)), y)


STRONG = tokens_for(True, ground=("#000000", "#ffffff"))


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_no_scenario_has_the_colour_of_a_factor_or_of_the_run(tokens: Tokens) -> None:
    def apart(one: str, other: str) -> float:
        first, second = QColor(one), QColor(other)
        return math.dist(
            (first.red(), first.green(), first.blue()),
            (second.red(), second.green(), second.blue()),
        )

    for color in tokens.scenarios:
        assert min(apart(color, other) for other in (*tokens.factors, tokens.loops[0])) > 45
        assert contrast(color, tokens.surface) >= 3.0
    assert len(set(tokens.scenarios)) == len(tokens.scenarios)


@pytest.mark.parametrize("tokens", [DARK, STRONG])
def test_every_colour_of_a_window_has_its_own_on_paper(tokens: Tokens) -> None:
    keys = [f"f{n}" for n in range(40)]
    shown, light = factor_colours(tokens, keys), factor_colours(LIGHT, keys)
    for key in keys[:12]:
        assert on_paper(shown[key], tokens) == light[key]
    assert len({on_paper(color, tokens) for color in shown.values()}) >= 39
    assert [on_paper(color, LIGHT) for color in light.values()] == list(light.values())


def test_a_picture_of_a_dark_chart_is_the_picture_of_a_light_one(chart: Chart) -> None:
    pictures: list[QImage] = []
    time = np.linspace(0.0, 10.0, 11)
    for tokens in (LIGHT, DARK, STRONG):
        chart.set_tokens(tokens)
        drawn = replace(
            curves(a=lambda t: t, b=lambda t: 2 * t),
            colors=factor_colours(tokens, ["a", "b"]),
            others=(OtherCurve("Bold", tokens.scenarios[1], time, 2.0 * time),),
        )
        chart.set_factors(drawn.labels, drawn.colors)
        chart.set_source(lambda drawn=drawn: (drawn, [Marker(5.0, "Doubled")]))
        pictures.append(ChartPicture(chart, "Wheel", chart.font()).image())
    assert pictures[0] == pictures[1] == pictures[2]


def test_a_press_at_a_time_asks_for_that_time(chart: Chart, qtbot: QtBot) -> None:
    chart.set_source(lambda: (curves(a=lambda t: t), ()))
    asked: list[float] = []
    chart.scrubbed.connect(asked.append)
    where = QPoint(round(chart.time_axis.x_of(2.5)), 100)
    qtbot.mouseClick(chart.plot, Qt.MouseButton.LeftButton, pos=where)
    assert asked == [pytest.approx(2.5, abs=0.05)]


def test_a_scale_is_never_without_height() -> None:
    for line in (np.array([5.0]), np.array([-5.0, -5.0]), np.array([1e12, 1e12])):
        for with_zero in (True, False):
            scale: Scale = scale_of([line], with_zero=with_zero)
            assert scale.high > scale.low
            assert math.isfinite(scale.high - scale.low)
