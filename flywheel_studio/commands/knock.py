"""The doom loop: the same wheel at rest, with nothing but one downward shove.

Pushes, activities and speeds at the start are left out, so that what is seen is what the links
make of bad news. Kept, a knock is a shove that the drawing has switched off and a scenario that
switches on: the drawing runs as it did.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import add_shove, set_push
from flywheel_studio.commands.scenarios import add_scenario
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id


def stilled(flywheel: Flywheel) -> Flywheel:
    """The same wheel at rest, with nothing that pushes it. Not to be saved."""
    factors = []
    for factor in flywheel.factors.values():
        activities = tuple(
            replace(one, active=False) if one.active and one.strength else one
            for one in factor.activities
        )
        if factor.initial or activities != factor.activities:
            factors.append(replace(factor, initial=0.0, activities=activities))
    pushes = [replace(push, active=False) for push in flywheel.pushes.values() if push.active]
    still = flywheel.with_records("factors", factors) if factors else flywheel
    return still.with_records("pushes", pushes) if pushes else still


def keep_knock(flywheel: Flywheel, factor: str, impulse: float) -> Flywheel:
    """Keep a knock as a scenario, to be compared with the drawing.

    Args:
        impulse: of the downward shove, > 0.

    Raises:
        CommandProblem: there is no such factor.
    """
    if factor not in flywheel.factors:
        raise CommandProblem(tr("There is no factor {id}.", id=factor))
    label = " ".join(flywheel.factors[factor].label.split()) or tr("unnamed factor")
    name = tr("Knock on {factor}", factor=label)
    key = free_id(flywheel.pushes, "p")
    with_shove = add_shove(flywheel, factor, -abs(impulse), name=name)
    with_shove = set_push(with_shove, [key], active=False)
    changes: dict[str, Any] = {f"pushes.{key}.active": True}
    for push in flywheel.pushes.values():
        if push.active:
            changes[f"pushes.{push.id}.active"] = False
    for one in flywheel.factors.values():
        if one.initial:
            changes[f"factors.{one.id}.initial"] = 0.0
        for activity in one.activities:
            if activity.active and activity.strength:
                changes[f"factors.{one.id}.activities.{activity.id}.active"] = False
    return add_scenario(with_shove, name, changes)
