"""Moving factors and texts by hand, and what wheels do meanwhile.

Put down in the area of another wheel, a factor belongs to that one; put down on a folded wheel, it
goes into it, to the last slot of its ring. One factor alone that travels
along a ring pushes the others round to equal spacing; off the ring everyone stands where they
stood. All of it is decided anew with every move, from the drawing that the drag began with.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from flywheel_studio.commands.duplicate import duplicate
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.commands.folding import move_into_wheel
from flywheel_studio.commands.ring_slots import RingSlots, ring_slots, take_slot
from flywheel_studio.commands.wheels import join_wheel, settled_in, wheel_for
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_between, angle_of, on_ring
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Guide
from flywheel_studio.interaction.folding import Folding
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.interaction.limits import RING_PX, SNAP_PX, TURN
from flywheel_studio.interaction.movers import Movers, moved_by, movers
from flywheel_studio.interaction.snapping import Snapping
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.placement import HUB, places
from flywheel_studio.session.selection import Selected

_NOBODY: Final[frozenset[str]] = frozenset()


# Where the place stands that is pulled on, and what pulls on it.
Pull = tuple[Point, Snapping]


class Travelling(NamedTuple):
    """Where on which ring a factor is on its way."""

    slots: RingSlots
    slot: int
    home: str | None

    def arrived(self, flywheel: Flywheel) -> Flywheel:
        """The flywheel with the factor in its slot, and the others in theirs."""
        joined = join_wheel(flywheel, [self.slots.factor], self.home)
        return take_slot(joined, self.slots, self.slot)


class MoveDrag:
    """Factors and texts on their way.

    Shift keeps to steps of 15° (on a ring: to its slots), Ctrl suspends snapping and the ring, Alt
    moves copies. Each counts while it is held, whenever it went down.
    """

    def __init__(
        self, bench: Bench, event: PointerEvent, start: Point, item: Selected | None
    ) -> None:
        selection = bench.editor.selection
        held = item[1] if item is not None and item[0] == "factors" else None
        self._bench = bench
        self._start = start
        flywheel = bench.editor.flywheel
        self._movers = movers(flywheel, selection)
        # Copied, factors and texts go by themselves; a wheel that was chosen is not copied.
        self._copied = Movers(
            tuple(sorted(selection.factors)), tuple(sorted(selection.ids("texts"))), ()
        )
        self._may_copy = not selection.ids("wheels")
        self._copies = event.alt and self._may_copy
        self._into: str | None = None
        self._home: str | None = None
        self._folding = Folding(bench)
        self._where = places(flywheel)
        self._held = held if held in selection.factors else None
        self._note = item[1] if item is not None and item[0] == "texts" else None
        self._pulls: dict[bool, list[Pull]] = {}
        is_alone = self._movers == ((held,), (), ())
        self._alone = held if is_alone else None
        self._rings: dict[str | None, RingSlots | None] = {}
        self._travelling: Travelling | None = None
        self._guides: tuple[Guide, ...] = ()
        self._name = move_label(
            flywheel, self._copied.factors, self._copied.texts, selection.ids("wheels")
        )
        self._gesture = bench.editor.gesture(self._name)
        bench.held = self._movers.all_factors(flywheel)

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        if self._travelling is not None:
            hint = tr("The others make room. Ctrl leaves them where they are. Escape gives up.")
        else:
            hint = tr(
                "Shift keeps to steps of 15°, Ctrl suspends snapping, Alt copies. Escape gives up."
            )
        lit = self._home
        if self._into is not None:
            lit = self._into
            hint = tr("Let go to put it into “{wheel}”.", wheel=self._folding.name(lit))
        elif lit is not None:
            hint = tr("Let go here and it belongs to “{wheel}”.", wheel=self._folding.name(lit))
        return Feedback(cursor="move", guides=self._guides, lit_wheel=lit, hint=hint)

    def move(self, event: PointerEvent) -> None:
        by = event.where.minus(self._start)
        self._guides = ()
        self._travelling = None
        self._copies = event.alt and self._may_copy
        self._gesture.label = tr("Duplicate") if self._copies else self._name
        self._into = self._folded_under(event)
        if self._into is None and not event.ctrl and self._travel(by, event):
            self._home = self._new_home()
            return
        if event.shift:
            by = _in_steps(by)
        elif not event.ctrl and self._into is None:
            by = self._snapped(by, SNAP_PX / event.zoom)
        self._bench.preview(self._gesture, lambda flywheel: self._moved(flywheel, by))
        self._home = self._new_home()

    def finish(self) -> None:
        base, travelling, into = self._gesture.base, self._travelling, self._into
        self._bench.held = _NOBODY
        if into is not None:
            factors = list(self._copied.factors)
            self._gesture.label = self._folding.move_label(factors, into)
            self._bench.preview(self._gesture, lambda now: move_into_wheel(now, factors, into))
            self._bench.editor.selection.set_one("wheels", into)
        if travelling is not None:
            # Let go, it glides the rest of the way to its slot.
            self._bench.preview(self._gesture, travelling.arrived)
        self._gesture.commit()
        if self._copies:
            _, copies = duplicate(base, self._copied.factors, self._copied.texts)
            self._bench.editor.selection.set(copy for copy in copies.values() if copy[0] != "links")

    def cancel(self) -> None:
        self._bench.held = _NOBODY
        self._gesture.cancel()

    def _travel(self, by: Point, event: PointerEvent) -> bool:
        """Go along the ring, if the hand is on it; the others glide."""
        if self._alone is None or self._copies:
            return False
        at = self._where[self._alone].plus(by)
        home = wheel_for(self._gesture.base, at, self._gesture.base.factors[self._alone].wheel)
        slots = self._ring(self._alone, home)
        if slots is None:
            return False
        if abs(at.distance(slots.center) - slots.radius) * event.zoom > RING_PX:
            return False
        if (
            not slots.is_even
            and not event.shift
            and self._way_along(slots, at) * event.zoom < RING_PX
        ):
            # Placed by hand: to pull a factor away from its ring must not shift all others first.
            return False
        slot = slots.nearest(at)
        rest = on_ring(slots.center, slots.radius, slots.angle(slot))
        here = on_ring(slots.center, slots.radius, angle_of(slots.center, at))
        if event.shift or here.distance(rest) * event.zoom <= SNAP_PX:
            here = rest
            self._guides = (
                Guide(slots.center, rest, slots.radius),
                Guide(slots.center, rest),
            )
        else:
            self._guides = (Guide(slots.center, here, slots.radius),)
        travelling = self._travelling = Travelling(slots, slot, home)
        self._bench.preview(
            self._gesture,
            lambda now: move_factors(travelling.arrived(now), {slots.factor: here}),
        )
        return True

    def _folded_under(self, event: PointerEvent) -> str | None:
        """The folded wheel under the hand, into which the factors would go."""
        if self._copies or not self._may_copy or self._copied.texts:
            return None
        return self._bench.paper.folded_at(event.where)

    def _new_home(self) -> str | None:
        """The wheel to which the held factor would belong now, where it is another one."""
        if self._held is None or self._copies:
            return None
        home = self._bench.editor.flywheel.factors[self._held].wheel
        return home if home != self._gesture.base.factors[self._held].wheel else None

    def _way_along(self, slots: RingSlots, at: Point) -> float:
        """How far along the ring the factor has come, paper units."""
        turn = angle_between(
            angle_of(slots.center, self._where[slots.factor]), angle_of(slots.center, at)
        )
        return math.radians(turn) * slots.radius

    def _ring(self, factor: str, home: str | None) -> RingSlots | None:
        """The ring of a wheel as the factor meets it: asked once a drag."""
        if home not in self._rings:
            joined = join_wheel(self._gesture.base, [factor], home)
            self._rings[home] = ring_slots(joined, factor)
        return self._rings[home]

    def _snapped(self, by: Point, reach: float) -> Point:
        if self._copies not in self._pulls:
            # Made once a drag each: originals pull on their copies.
            self._pulls[self._copies] = list(self._made_pulls(self._gesture.base))
        for origin, snapping in self._pulls[self._copies]:
            place, guides = snapping.rest(origin.plus(by), reach)
            if guides:
                self._guides = guides
                return place.minus(origin)
        return by

    def _made_pulls(self, flywheel: Flywheel) -> Iterator[Pull]:
        """What is pulled where: a factor by its middle; a text by its corner, else by its middle."""
        if self._note is not None:
            stay = self._copied.texts if not self._copies else ()
            notes = (note for note in flywheel.texts.values() if note.id not in stay)
            note = flywheel.texts[self._note]
            yield Point(note.x, note.y), Snapping((Point(n.x, n.y) for n in notes), None)
            middle = self._bench.paper.text_box(note.id).center
            yield middle, Snapping(self._others(flywheel), None)
        if self._held is not None:
            factor = flywheel.factors[self._held]
            goes_along = not self._copies and factor.wheel in self._movers.wheels
            is_free = factor.role == HUB or goes_along
            wheel = None if is_free else flywheel.wheels.get(factor.wheel or "")
            yield self._where[self._held], Snapping(self._others(flywheel), wheel)

    def _others(self, flywheel: Flywheel) -> list[Point]:
        """Where the factors and folded wheels are that stay."""
        moving = frozenset[str]() if self._copies else self._movers.all_factors(flywheel)
        folded = folded_wheels(flywheel)
        others = [
            place
            for key, place in self._where.items()
            if key not in moving and flywheel.factors[key].wheel not in folded
        ]
        return others + [
            Point(flywheel.wheels[key].x, flywheel.wheels[key].y)
            for key in folded
            if key not in self._movers.wheels
        ]

    def _moved(self, flywheel: Flywheel, by: Point) -> Flywheel:
        if self._copies:
            return duplicate(flywheel, self._copied.factors, self._copied.texts, offset=by)[0]
        moved = moved_by(flywheel, self._movers, self._where, by)
        return settled_in(moved, self._movers.factors)


def move_label(
    flywheel: Flywheel,
    factors: Collection[str],
    texts: Collection[str],
    wheels: Collection[str] = (),
) -> str:
    """What a move is called in the history."""
    count = len(factors) + len(texts) + len(wheels)
    if count == 1 and wheels:
        title = flywheel.wheels[next(iter(wheels))].title
        return tr("Move {wheel}", wheel=short(title))
    if count == 1 and factors:
        label = flywheel.factors[next(iter(factors))].label
        return tr("Move {factor}", factor=short(label))
    return ntr("Move {n} item", "Move {n} items", count)


def _in_steps(by: Point) -> Point:
    """The displacement turned to the nearest step of 15 degrees, as far as the hand went there."""
    turned = math.radians(round(math.degrees(math.atan2(by.y, by.x)) / TURN) * TURN)
    along = Point(math.cos(turned), math.sin(turned))
    return along.times(by.x * along.x + by.y * along.y)
