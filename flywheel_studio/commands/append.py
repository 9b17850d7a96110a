"""Add a factor without saying where: it takes the last slot of its wheel's ring."""

from __future__ import annotations

from flywheel_studio.commands.arrange import insert_on_ring, ring_order
from flywheel_studio.commands.factors import add_factor
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Wheel


def append_on_ring(
    flywheel: Flywheel,
    label: str,
    wheel: str | None = None,
    *,
    id: str | None = None,  # noqa: A002 - the record's own word
) -> Flywheel:
    """The flywheel with one more factor, last on the ring; the others glide.

    Args:
        wheel: default: the first wheel; where there is none, the ring of a new drawing.

    Raises:
        CommandProblem: there is no such wheel.
    """
    home = flywheel.wheels.get(wheel or "") or flywheel.first_wheel or Wheel()
    order = ring_order(flywheel, home.id or None)
    made = add_factor(flywheel, label=label, x=home.x, y=home.y, wheel=wheel, id=id)
    return insert_on_ring(made, next(reversed(made.factors)), len(order))
