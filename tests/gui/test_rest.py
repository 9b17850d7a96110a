"""In a large drawing signs ride along with a drag, and make room as soon as the hand rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from flywheel_studio.canvas.view import Canvas
from flywheel_studio.commands.factors import delete, move_factors
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import RecordFigure
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.toolbox import ToolBox
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor


def a_row(count: int) -> Flywheel:
    factors = {
        f"f{n}": Factor(id=f"f{n}", label=f"Factor {n}", x=330.0 * (n % 9), y=170.0 * (n // 9))
        for n in range(count)
    }
    links = {
        f"l{n}": Link(id=f"l{n}", source=f"f{n}", target=f"f{n + 1}") for n in range(count - 1)
    }
    links["away"] = Link(id="away", source=f"f{count - 1}", target="f1")
    return Flywheel(factors=factors, links=links)


@pytest.fixture
def canvas(qtbot: QtBot) -> Callable[[Flywheel], Canvas]:
    def make(flywheel: Flywheel) -> Canvas:
        editor = Editor(flywheel, call_later=ManualClock().call_later)
        canvas = Canvas(editor, ToolBox(editor), theme_named("clean"))
        canvas.reduced_motion = True
        qtbot.addWidget(canvas, before_close_func=Canvas.close_paper)
        return canvas

    return make


def shown(canvas: Canvas) -> dict[tuple[str, str], RecordFigure]:
    return {(figure.owner, figure.id): figure for figure in canvas.sheet.figures()}


def composed(canvas: Canvas) -> dict[tuple[str, str], RecordFigure]:
    whole = compose(canvas.editor.flywheel, theme_named("clean"), Overlays())
    return {(figure.owner, figure.id): figure for figure in whole.records}


def dragged(canvas: Canvas, factor: str) -> None:
    """A drag, still held, at whose end the link to f1 runs over the sign of the one from f0."""
    gesture = canvas.editor.gesture("Move")
    for step in (1, 2, 3):
        at = Point(20.0, 670.0 - 200.0 * step)
        gesture.preview(lambda now, at=at: move_factors(now, {factor: at}))


@pytest.mark.parametrize("count", [20, 60])
def test_after_a_drag_everything_is_drawn_as_a_picture_draws_it(
    canvas: Callable[[Flywheel], Canvas], count: int
) -> None:
    paper = canvas(a_row(count))
    dragged(paper, f"f{count - 1}")
    assert paper.editor.open_gesture is not None
    paper.editor.open_gesture.commit()
    assert shown(paper) == composed(paper)


def test_signs_wait_only_while_a_hand_moves_things_in_a_large_drawing(
    canvas: Callable[[Flywheel], Canvas], qtbot: QtBot
) -> None:
    small = canvas(a_row(20))
    dragged(small, "f19")
    assert shown(small) == composed(small)
    large = canvas(a_row(60))
    before = shown(large)
    dragged(large, "f59")
    now, wanted = shown(large), composed(large)
    assert now[("links", "l0")] == before[("links", "l0")] != wanted[("links", "l0")]
    moved = [key for key in now if now[key] != before[key]]
    assert sorted(moved) == [("factors", "f59"), ("links", "away"), ("links", "l58")]
    # The hand rests, still holding.
    qtbot.waitUntil(lambda: shown(large) == wanted, timeout=5_000)
    assert large.editor.open_gesture is not None
    large.editor.open_gesture.cancel()
    assert shown(large) == composed(large) == before


def test_a_link_that_is_made_in_a_gesture_has_its_sign_at_once(
    canvas: Callable[[Flywheel], Canvas],
) -> None:
    paper = canvas(a_row(60))
    gesture = paper.editor.gesture("Connect")
    new = Link(id="new", source="f0", target="f20")
    gesture.preview(lambda now: now.with_records("links", [new]))
    assert shown(paper)["links", "new"] == composed(paper)["links", "new"]
    assert shown(paper)["links", "new"].sign is not None


MOVES = st.tuples(
    st.just("move"),
    st.integers(0, 44),
    st.lists(st.tuples(st.integers(-400, 3000), st.integers(-400, 1400)), min_size=1, max_size=4),
    st.booleans(),
)
LINKS = st.tuples(st.just("link"), st.integers(0, 44), st.integers(0, 44))
OTHERS = st.tuples(st.sampled_from(["undo", "redo", "delete", "rest"]), st.integers(0, 44))


@pytest.mark.slow
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(MOVES, LINKS, OTHERS), min_size=1, max_size=8))
def test_whatever_a_hand_does_the_canvas_ends_up_as_the_picture(
    canvas: Callable[[Flywheel], Canvas], steps: list[tuple[Any, ...]]
) -> None:
    paper = canvas(a_row(45))
    editor = paper.editor
    for what, number, *more in steps:
        key = f"f{number}"
        if key not in editor.flywheel.factors:
            continue
        if what == "move":
            gesture = editor.gesture("Move")
            for x, y in more[0]:
                to = Point(float(x), float(y))
                gesture.preview(lambda now, key=key, to=to: move_factors(now, {key: to}))
            if more[1]:
                gesture.commit()
            else:
                gesture.cancel()
        elif what == "link" and f"f{more[0]}" in editor.flywheel.factors:
            new = Link(id=f"n{number}-{more[0]}", source=key, target=f"f{more[0]}")
            editor.perform("Link", lambda now, new=new: now.with_records("links", [new]))
        elif what == "delete":
            editor.perform("Delete", lambda now, key=key: delete(now, factors=[key]))
        elif what == "undo":
            editor.undo()
        elif what == "redo":
            editor.redo()
        assert shown(paper) == composed(paper)
    paper.close_paper()
