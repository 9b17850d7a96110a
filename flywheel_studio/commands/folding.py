"""Fold a wheel to its title and open it again; put factors into a wheel without a pointer."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from flywheel_studio.commands.arrange import insert_on_ring, ring_order
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.wheels import join_wheel
from flywheel_studio.geometry.plane import Point
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import FOLDED, is_folded, opened
from flywheel_studio.model.placement import HUB


def fold_wheel(flywheel: Flywheel, wheel: str) -> Flywheel:
    """The flywheel with a wheel folded to its title.

    Raises:
        CommandProblem: there is no such wheel.
    """
    record = flywheel.wheels.get(wheel)
    if record is None:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
    if is_folded(record):
        return flywheel
    return flywheel.with_records("wheels", [replace(record, style={**record.style, FOLDED: True})])


def open_wheel(flywheel: Flywheel, wheel: str) -> Flywheel:
    """The flywheel with a wheel open, as it was before it was folded.

    Raises:
        CommandProblem: there is no such wheel.
    """
    if wheel not in flywheel.wheels:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
    return opened(flywheel, (wheel,))


def move_into_wheel(flywheel: Flywheel, factors: Iterable[str], wheel: str) -> Flywheel:
    """The flywheel with these factors in a wheel, each in the last slot of its ring.

    A hub takes the middle, as long as no other stands there.

    Raises:
        CommandProblem: there is no such wheel or factor.
    """
    record = flywheel.wheels.get(wheel)
    if record is None:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
    for key in factors:
        factor = flywheel.factors.get(key)
        if factor is None:
            raise CommandProblem(tr("There is no factor {id}.", id=key))
        if factor.wheel == wheel:
            continue
        slot = len(ring_order(flywheel, wheel))
        has_hub = any(each.role == HUB for each in flywheel.factors_of.get(wheel, ()))
        flywheel = join_wheel(flywheel, [key], wheel)
        if factor.role == HUB and not has_hub:
            flywheel = move_factors(flywheel, {key: Point(record.x, record.y)})
        else:
            flywheel = insert_on_ring(flywheel, key, slot)
    return flywheel
