"""What the select tool can be in the middle of: moving, bending, drawing a marquee, nudging.

Each begins where it is made, follows the pointer, and ends by `finish` or by `cancel`, which
leaves no trace. A gesture that something else has ended meanwhile (undo, another command) is
over: `is_alive` says so.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from flywheel_studio.commands.duplicate import duplicate
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.commands.links import bend_link
from flywheel_studio.commands.texts import move_texts
from flywheel_studio.geometry.curve import bend_through
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Guide
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.interaction.limits import MOST_BEND, NUDGE_PAUSE_MS, SNAP_PX, STRAIGHT_PX
from flywheel_studio.interaction.snapping import Snapping
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, places
from flywheel_studio.session.clock import CancelHandle


class Drag(Protocol):
    """Something half-done that follows the pointer."""

    @property
    def is_alive(self) -> bool: ...

    @property
    def feedback(self) -> Feedback: ...

    def move(self, event: PointerEvent) -> None: ...

    def finish(self) -> None: ...

    def cancel(self) -> None: ...


class MoveDrag:
    """Factors and texts on their way. Shift keeps to one direction, Ctrl suspends snapping."""

    def __init__(self, bench: Bench, event: PointerEvent, start: Point, held: str | None) -> None:
        selection = bench.editor.selection
        self._bench = bench
        self._start = start
        self._factors = tuple(sorted(selection.factors))
        self._texts = tuple(sorted(selection.ids("texts")))
        self._copies = event.alt
        flywheel = bench.editor.flywheel
        self._where = places(flywheel)
        self._text_where = {
            key: Point(flywheel.texts[key].x, flywheel.texts[key].y) for key in self._texts
        }
        self._held = held if held in self._factors else None
        self._snapping = self._snapping_for(flywheel)
        self._guides: tuple[Guide, ...] = ()
        self._gesture = bench.editor.gesture(self._label(flywheel))

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        return Feedback(
            cursor="move",
            guides=self._guides,
            hint=tr("Shift keeps the direction, Ctrl suspends snapping. Escape gives up."),
        )

    def move(self, event: PointerEvent) -> None:
        by = event.where.minus(self._start)
        self._guides = ()
        if event.shift:
            by = Point(by.x, 0.0) if abs(by.x) >= abs(by.y) else Point(0.0, by.y)
        elif not event.ctrl and self._held is not None:
            by = self._snapped(by, SNAP_PX / event.zoom)
        self._bench.preview(self._gesture, lambda flywheel: self._moved(flywheel, by))

    def finish(self) -> None:
        base = self._gesture.base
        self._gesture.commit()
        if self._copies:
            _, copies = duplicate(base, self._factors, self._texts)
            self._bench.editor.selection.set(copy for copy in copies.values() if copy[0] != "links")

    def cancel(self) -> None:
        self._gesture.cancel()

    def _snapping_for(self, flywheel: Flywheel) -> Snapping | None:
        if self._held is None:
            return None
        factor = flywheel.factors[self._held]
        moving = () if self._copies else frozenset(self._factors)
        others = (place for key, place in self._where.items() if key not in moving)
        wheel = flywheel.wheels.get(factor.wheel or "") if factor.role != HUB else None
        return Snapping(others, wheel)

    def _snapped(self, by: Point, reach: float) -> Point:
        if self._held is None or self._snapping is None:
            return by
        origin = self._where[self._held]
        place, self._guides = self._snapping.rest(origin.plus(by), reach)
        return place.minus(origin)

    def _moved(self, flywheel: Flywheel, by: Point) -> Flywheel:
        if self._copies:
            return duplicate(flywheel, self._factors, self._texts, offset=by)[0]
        to = {key: self._where[key].plus(by) for key in self._factors}
        texts = {key: place.plus(by) for key, place in self._text_where.items()}
        return move_texts(move_factors(flywheel, to), texts)

    def _label(self, flywheel: Flywheel) -> str:
        if self._copies:
            return tr("Duplicate")
        return move_label(flywheel, self._factors, self._texts)


class BendDrag:
    """A link being bent by its handle. Within 8 px of its chord it is straight."""

    def __init__(self, bench: Bench, link: str) -> None:
        self._bench = bench
        self._link = link
        flywheel = bench.editor.flywheel
        record = flywheel.links[link]
        where = places(flywheel)
        self._from, self._to = where[record.source], where[record.target]
        self._gesture = bench.editor.gesture(tr("Bend link"))

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        return Feedback(cursor="bend", hint=tr("Near the straight line it becomes straight."))

    def move(self, event: PointerEvent) -> None:
        chord = self._from.distance(self._to)
        bend = bend_through(self._from, self._to, event.where)
        if abs(bend) * chord * event.zoom < STRAIGHT_PX:
            bend = 0.0
        bend = max(-MOST_BEND, min(MOST_BEND, bend))
        self._bench.preview(self._gesture, lambda flywheel: bend_link(flywheel, self._link, bend))

    def finish(self) -> None:
        self._gesture.commit()

    def cancel(self) -> None:
        self._gesture.cancel()


class MarqueeDrag:
    """A box that selects what it contains (with Alt: what it touches)."""

    def __init__(self, bench: Bench, start: Point, *, extends: bool) -> None:
        self._bench = bench
        self._start = start
        self._end = start
        self._before = bench.editor.selection.items
        self._kept = self._before if extends else frozenset()

    @property
    def is_alive(self) -> bool:
        return True

    @property
    def feedback(self) -> Feedback:
        return Feedback(marquee=Box.spanning([self._start, self._end]))

    def move(self, event: PointerEvent) -> None:
        self._end = event.where
        box = Box.spanning([self._start, self._end])
        found = self._bench.paper.records_in(box, overlapping=event.alt)
        self._bench.editor.selection.set(self._kept | found)

    def finish(self) -> None:
        pass

    def cancel(self) -> None:
        self._bench.editor.selection.set(self._before)


class Nudge:
    """Arrow presses that follow each other closely: one step of the history."""

    def __init__(self, bench: Bench) -> None:
        editor = bench.editor
        self._bench = bench
        self._factors = tuple(sorted(editor.selection.factors))
        self._texts = tuple(sorted(editor.selection.ids("texts")))
        self._where = places(editor.flywheel)
        self._text_where = {
            key: Point(editor.flywheel.texts[key].x, editor.flywheel.texts[key].y)
            for key in self._texts
        }
        self._by = Point(0.0, 0.0)
        self._pause: CancelHandle | None = None
        self._gesture = editor.gesture(move_label(editor.flywheel, self._factors, self._texts))

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    def push(self, by: Point) -> None:
        self._by = self._by.plus(by)
        total = self._by
        to = {key: self._where[key].plus(total) for key in self._factors}
        texts = {key: place.plus(total) for key, place in self._text_where.items()}
        self._bench.preview(
            self._gesture, lambda flywheel: move_texts(move_factors(flywheel, to), texts)
        )
        if self._pause is not None:
            self._pause.cancel()
        self._pause = self._bench.editor.call_later(NUDGE_PAUSE_MS, self.finish)

    def finish(self) -> None:
        self._stop_waiting()
        self._gesture.commit()

    def cancel(self) -> None:
        self._stop_waiting()
        self._gesture.cancel()

    def _stop_waiting(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None


def move_label(flywheel: Flywheel, factors: Collection[str], texts: Collection[str]) -> str:
    """What a move is called in the history."""
    count = len(factors) + len(texts)
    if count == 1 and factors:
        label = flywheel.factors[next(iter(factors))].label
        return tr("Move {factor}", factor=short(label))
    return ntr("Move {n} item", "Move {n} items", count)
