"""Several wheels on one paper: make one beside the others, move one whole, change membership.

A factor belongs to the wheel in whose area it is put down. Its own wheel keeps it as long as it is
in its area, and where there is no area it stays where it belonged.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from flywheel_studio.commands.document import add_wheel
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.room import estimated_size
from flywheel_studio.commands.texts import move_texts
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.flywheel import Flywheel, Record, free_id
from flywheel_studio.model.folding import first_open_wheel, folded_wheels
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Wheel

# How far the area of a wheel reaches beyond its ring, paper units.
AREA: Final = 70.0
NEW_RADIUS: Final = 180.0
# Between all that stands there and a new wheel.
BESIDE: Final = 140.0


def new_wheel_id(flywheel: Flywheel) -> str:
    """The id that the next wheel gets."""
    table = flywheel.wheels
    if not table and flywheel.factors:
        return free_id(("w1",), "w")
    return free_id(table, "w")


def add_wheel_beside(flywheel: Flywheel, title: str) -> Flywheel:
    """The flywheel with one more wheel, to the right of all that stands there.

    Factors that are of no wheel yet get one first, so that the new wheel is another one. Where it
    is the second, the first shows its title from now on and gets one if it has none.
    """
    if not flywheel.wheels and flywheel.factors:
        flywheel = add_wheel(flywheel, flywheel.header.title)
    flywheel = with_first_named(flywheel)
    box = whole_box(flywheel)
    at = Point(0.0, 0.0)
    if box is not None:
        at = Point(round(box.right + BESIDE + NEW_RADIUS), round(box.center.y))
    made = add_wheel(flywheel, title, at.x, at.y)
    new = next(reversed(made.wheels.values()))
    return made.with_records("wheels", [replace(new, radius=NEW_RADIUS)])


def with_first_named(flywheel: Flywheel) -> Flywheel:
    """The flywheel as it is before another wheel comes: the only one has a title to tell it by."""
    first = flywheel.first_wheel
    if first is None or len(flywheel.wheels) > 1 or first.title.strip():
        return flywheel
    with speaking(flywheel.header.language):
        name = flywheel.header.title.strip() or tr("First wheel")
    return flywheel.with_records("wheels", [replace(first, title=name)])


def move_wheel(flywheel: Flywheel, wheel: str, by: Point) -> Flywheel:
    """Move a wheel with its factors and texts; everything in it keeps its place in it."""
    record = _wheel(flywheel, wheel)
    moved = replace(record, x=round(record.x + by.x, 3) + 0.0, y=round(record.y + by.y, 3) + 0.0)
    if (moved.x, moved.y) == (record.x, record.y):
        return flywheel
    # What the layout places follows the wheel by itself.
    factors = {
        factor.id: Point(factor.x, factor.y).plus(by)
        for factor in flywheel.factors_of.get(wheel, ())
        if factor.x is not None and factor.y is not None
    }
    texts = {
        note.id: Point(note.x, note.y).plus(by)
        for note in flywheel.texts.values()
        if note.wheel == wheel
    }
    result = move_texts(move_factors(flywheel, factors), texts)
    return result.with_records("wheels", [moved])


def wheel_for(flywheel: Flywheel, point: Point, own: str | None) -> str | None:
    """The wheel to which a factor belongs that is put down at a point.

    Args:
        own: the wheel to which it belongs now.

    A folded wheel has no area: what is put down where its ring was must not vanish into it.
    """
    folded = folded_wheels(flywheel)
    wheels = {key: wheel for key, wheel in flywheel.wheels.items() if key not in folded}
    if own in wheels and _outside(wheels[own], point) <= AREA:
        return own
    reached = [wheel for wheel in wheels.values() if _outside(wheel, point) <= AREA]
    if not reached:
        return own
    return min(reached, key=lambda wheel: _outside(wheel, point)).id


def open_home(flywheel: Flywheel) -> str | None:
    """The first wheel that is open; None where there is no wheel at all.

    Raises:
        CommandProblem: every wheel is folded; what is put there would not be seen.
    """
    first = first_open_wheel(flywheel)
    if first is None and flywheel.wheels:
        raise CommandProblem(tr("Every wheel is folded. Open one to put something into it."))
    return None if first is None else first.id


def home_at(flywheel: Flywheel, point: Point) -> str | None:
    """The wheel to which a new factor at a point belongs: the one it is in, else the first open one.

    Raises:
        CommandProblem: every wheel is folded; the factor would not be seen.
    """
    return wheel_for(flywheel, point, open_home(flywheel))


def join_wheel(flywheel: Flywheel, factors: Iterable[str], wheel: str | None) -> Flywheel:
    """Let factors belong to a wheel; the ones that they leave no longer start with them."""
    if wheel is not None:
        _wheel(flywheel, wheel)
    joining: list[Record] = []
    for key in factors:
        factor = flywheel.factors.get(key)
        if factor is None:
            raise CommandProblem(tr("There is no factor {id}.", id=key))
        if factor.wheel != wheel:
            joining.append(replace(factor, wheel=wheel))
    if not joining:
        return flywheel
    gone = {factor.id for factor in joining}
    left: list[Record] = [
        replace(each, start=None)
        for each in flywheel.wheels.values()
        if each.start in gone and each.id != wheel
    ]
    result = flywheel.with_records("factors", joining)
    return result.with_records("wheels", left) if left else result


def settled_in(flywheel: Flywheel, factors: Iterable[str]) -> Flywheel:
    """Let each of these factors belong to the wheel in whose area it stands now."""
    if len(flywheel.wheels) < 2:
        return flywheel
    where = places(flywheel)
    for key in factors:
        factor = flywheel.factors[key]
        home = wheel_for(flywheel, where[key], factor.wheel)
        if home != factor.wheel:
            flywheel = join_wheel(flywheel, [key], home)
    return flywheel


def _outside(wheel: Wheel, point: Point) -> float:
    """How far a point is outside a wheel's ring; negative inside."""
    return point.distance(Point(wheel.x, wheel.y)) - wheel.radius


def whole_box(flywheel: Flywheel) -> Box | None:
    """About where all factors and rings are; None where there is nothing."""
    where = places(flywheel)
    boxes = [Box.around(where[key], *estimated_size(f)) for key, f in flywheel.factors.items()]
    boxes += [
        Box.around(Point(wheel.x, wheel.y), 2 * wheel.radius, 2 * wheel.radius)
        for wheel in flywheel.wheels.values()
    ]
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.united(box)
    return whole


def _wheel(flywheel: Flywheel, key: str) -> Wheel:
    wheel = flywheel.wheels.get(key)
    if wheel is None:
        raise CommandProblem(tr("There is no wheel {id}.", id=key))
    return wheel
