"""Set changes aside: what was tried on the drawing becomes a scenario, and the drawing goes back.

Only numbers that a scenario can hold go that way: of factors, links and pushes that were there before
and are there now. What was drawn or deleted stays as it is.
"""

from __future__ import annotations

from typing import Any, Final

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.scenarios import add_scenario
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, Kind
from flywheel_studio.simulation import scenarios

_FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    "factors": ("mass", "friction", "score", "capacity", "initial"),
    "links": ("polarity", "weight", "weight_low", "weight_high", "delay", "active"),
    "pushes": ("strength", "impulse", "start", "duration", "active"),
}


def changes_since(flywheel: Flywheel, before: Flywheel) -> dict[str, Any]:
    """What a scenario of `before` would set to be as `flywheel`: path -> value now."""
    changes: dict[str, Any] = {}
    for kind, fields in _FIELDS.items():
        old = before.table(kind)
        for key, record in flywheel.table(kind).items():
            was = old.get(key)
            if was is None or was is record:
                continue
            for field in fields:
                value = getattr(record, field)
                if value != getattr(was, field):
                    changes[f"{kind}.{key}.{field}"] = value
    return changes


def set_aside(flywheel: Flywheel, before: Flywheel, name: str = "") -> Flywheel:
    """Make a scenario of the numbers that changed since `before`, and put those back.

    Raises:
        CommandProblem: no number changed.
    """
    changes = changes_since(flywheel, before)
    if not changes:
        raise CommandProblem(tr("Nothing that a scenario can hold was changed since saving."))
    old = {path: scenarios.value_at(before, path) for path in changes}
    return add_scenario(scenarios.changed(flywheel, old), name, changes)
