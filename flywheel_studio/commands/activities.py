"""What people do for a factor: add to the checklist, tick off, mark the focus, move, take away.

An activity is known by its factor and its own id, which is unique among that factor's only. Once
active, its strength is a constant push from time 0: ticking it changes the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value, with_fields
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.records import Activity, Factor, Scenario

PULL: Final = "pull"
PUSH: Final = "push"

# (factor, activity).
Place = tuple[str, str]


def add_activity(
    flywheel: Flywheel,
    factor: str,
    text: str,
    *,
    kind: str = PULL,
    group: str = "",
    id: str | None = None,  # noqa: A002 - the record's own word
) -> Flywheel:
    """The flywheel with one more activity of a factor, the last one, not active yet.

    Args:
        kind: "pull" draws customers in, "push" interrupts them.
        id: default: the first free of a1, a2, … (`new_activity_id`).

    Raises:
        CommandProblem: there is no such factor, or the id is taken.
    """
    record = _factor(flywheel, factor)
    key = new_activity_id(flywheel, factor) if id is None else id
    if any(activity.id == key for activity in record.activities):
        raise CommandProblem(tr("There is an activity {id} already.", id=key))
    fields = {"text": text_value(text, strip=True), "kind": kind, "group": group}
    made = with_fields(Activity(id=key), fields)
    return _with(flywheel, record, (*record.activities, made))


def new_activity_id(flywheel: Flywheel, factor: str) -> str:
    """The id that the next activity of this factor gets."""
    return free_id({activity.id for activity in _factor(flywheel, factor).activities}, "a")


def set_activities(flywheel: Flywheel, places: Iterable[Place], **fields: Any) -> Flywheel:
    """Set fields of some activities, e.g. `active=True`. Values are those of the record.

    Raises:
        CommandProblem: a value is out of range, or there is no such factor or activity.
    """
    by_factor: dict[str, set[str]] = {}
    for factor, activity in places:
        _activity(flywheel, factor, activity)
        by_factor.setdefault(factor, set()).add(activity)
    changed = []
    for key, ids in by_factor.items():
        record = flywheel.factors[key]
        activities = tuple(
            with_fields(activity, fields) if activity.id in ids else activity
            for activity in record.activities
        )
        if activities != record.activities:
            changed.append(replace(record, activities=activities))
    return flywheel.with_records("factors", changed) if changed else flywheel


def set_activity(flywheel: Flywheel, factor: str, activity: str, **fields: Any) -> Flywheel:
    """Set fields of one activity."""
    return set_activities(flywheel, [(factor, activity)], **fields)


def remove_activities(flywheel: Flywheel, places: Iterable[Place]) -> Flywheel:
    """Take activities away, and what scenarios say of them.

    Raises:
        CommandProblem: there is no such factor or activity.
    """
    gone = set(places)
    for factor, activity in gone:
        _activity(flywheel, factor, activity)
    for key in dict.fromkeys(factor for factor, _ in gone):
        record = flywheel.factors[key]
        kept = tuple(one for one in record.activities if (key, one.id) not in gone)
        flywheel = _with(flywheel, record, kept)
    paths = {f"factors.{factor}.activities.{activity}." for factor, activity in gone}
    scenarios = [
        new
        for scenario in flywheel.scenarios.values()
        if (new := _scenario_without(scenario, paths)) is not scenario
    ]
    return flywheel.with_records("scenarios", scenarios) if scenarios else flywheel


def _scenario_without(scenario: Scenario, paths: Iterable[str]) -> Scenario:
    beginnings = tuple(paths)
    kept = tuple(change for change in scenario.changes if not change.path.startswith(beginnings))
    return scenario if len(kept) == len(scenario.changes) else replace(scenario, changes=kept)


def _with(flywheel: Flywheel, factor: Factor, activities: tuple[Activity, ...]) -> Flywheel:
    if activities == factor.activities:
        return flywheel
    return flywheel.with_records("factors", [replace(factor, activities=activities)])


def _factor(flywheel: Flywheel, key: str) -> Factor:
    factor = flywheel.factors.get(key)
    if factor is None:
        raise CommandProblem(tr("There is no factor {id}.", id=key))
    return factor


def _activity(flywheel: Flywheel, factor: str, key: str) -> Activity:
    for activity in _factor(flywheel, factor).activities:
        if activity.id == key:
            return activity
    raise CommandProblem(tr("There is no activity {id}.", id=key))
