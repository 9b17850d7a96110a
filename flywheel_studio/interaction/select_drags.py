"""What the select tool can be in the middle of: bending, drawing a marquee, nudging.

Each begins where it is made, follows the pointer, and ends by `finish` or by `cancel`, which
leaves no trace. A gesture that something else has ended meanwhile (undo, another command) is
over: `is_alive` says so.
"""

from __future__ import annotations

from typing import Protocol

from flywheel_studio.commands.links import bend_link
from flywheel_studio.geometry.curve import bend_through
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback
from flywheel_studio.interaction.limits import MOST_BEND, NUDGE_PAUSE_MS, STRAIGHT_PX
from flywheel_studio.interaction.move_drag import move_label
from flywheel_studio.interaction.movers import moved_by, movers
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.placement import places
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
        self._movers = movers(editor.flywheel, editor.selection)
        self._where = places(editor.flywheel)
        self._by = Point(0.0, 0.0)
        self._pause: CancelHandle | None = None
        selection = editor.selection
        label = move_label(
            editor.flywheel, selection.factors, selection.ids("texts"), selection.ids("wheels")
        )
        self._gesture = editor.gesture(label)
        bench.held = self._movers.all_factors(editor.flywheel)

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    def push(self, by: Point) -> None:
        self._by = self._by.plus(by)
        total, what, where = self._by, self._movers, self._where
        self._bench.preview(self._gesture, lambda now: moved_by(now, what, where, total))
        if self._pause is not None:
            self._pause.cancel()
        self._pause = self._bench.editor.call_later(NUDGE_PAUSE_MS, self.finish)

    def finish(self) -> None:
        self._stop_waiting()
        self._bench.held = frozenset()
        self._gesture.commit()

    def cancel(self) -> None:
        self._stop_waiting()
        self._bench.held = frozenset()
        self._gesture.cancel()

    def _stop_waiting(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
