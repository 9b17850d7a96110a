"""Scenarios: named sets of changes, kept beside the drawing and compared with it.

A change that does not fit the drawing is refused when it is made. One that no longer fits, because
its factor was given another range or the file was edited elsewhere, stays where it is: it is the
user's, and running the scenario says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from flywheel_studio.commands.links import switch_link
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, readable_id
from flywheel_studio.model.records import Scenario, ScenarioChange
from flywheel_studio.simulation import scenarios


def add_scenario(
    flywheel: Flywheel,
    name: str = "",
    changes: Mapping[str, Any] | None = None,
    *,
    note: str = "",
    id: str | None = None,  # noqa: A002 - as for factors
) -> Flywheel:
    """The flywheel with one more scenario; a nameless one is called "Scenario 1", "Scenario 2", ….

    A name that is taken gets a number. The new scenario stands last.

    Args:
        changes: path (`links.l1.weight`) -> value.
        id: of the new scenario; None makes one from its name.

    Raises:
        CommandProblem: a path or value does not fit, or the id is taken.
    """
    if id is not None and id in flywheel.scenarios:
        raise CommandProblem(tr("There is a scenario {id} already.", id=id))
    name = _free_name(flywheel, text_value(name, strip=True))
    key = id or readable_id(flywheel.scenarios, name, "s")
    stored = _changes(flywheel, changes or {})
    scenario = Scenario(id=key, name=name, note=text_value(note), changes=stored)
    return flywheel.with_records("scenarios", [scenario])


def duplicate_scenario(flywheel: Flywheel, scenario: str) -> Flywheel:
    """The flywheel with a copy of a scenario.

    Raises:
        CommandProblem: there is no such scenario.
    """
    old = _scenario(flywheel, scenario)
    name = _free_name(flywheel, old.name)
    copy = replace(old, id=readable_id(flywheel.scenarios, name, "s"), name=name)
    return flywheel.with_records("scenarios", [copy])


def rename_scenario(flywheel: Flywheel, scenario: str, name: str) -> Flywheel:
    """Give a scenario another name.

    Raises:
        CommandProblem: there is no such scenario, the name is empty, or another one has it.
    """
    old = _scenario(flywheel, scenario)
    name = text_value(name, strip=True)
    if not name:
        raise CommandProblem(tr("A scenario needs a name."))
    if any(one.name == name for one in flywheel.scenarios.values() if one.id != scenario):
        raise CommandProblem(tr("There is another scenario called {name}.", name=name))
    return _with(flywheel, old, name=name)


def set_scenario_note(flywheel: Flywheel, scenario: str, note: str) -> Flywheel:
    """Say what a scenario stands for.

    Raises:
        CommandProblem: there is no such scenario, or the text is too long.
    """
    return _with(flywheel, _scenario(flywheel, scenario), note=text_value(note))


def change_in_scenario(flywheel: Flywheel, scenario: str, path: str, value: Any) -> Flywheel:
    """Set one value in a scenario; a value that the scenario sets already is replaced in its place.

    A weight beyond its lowest or highest takes that with it, as in the drawing.

    Raises:
        CommandProblem: there is no such scenario, or the path or value does not fit.
    """
    old = _scenario(flywheel, scenario)
    before = {change.path: change.value for change in old.changes}
    values = before | {path: value} | _bounds(flywheel, before, path, value)
    # Only values of the same record can be at odds with this one: a weight and its bounds.
    record = path.rpartition(".")[0]
    related = {key: own for key, own in values.items() if key.rpartition(".")[0] == record}
    new = {one.path: one for one in _changes(flywheel, related)}
    kept = tuple(
        replace(change, value=new[change.path].value) if change.path in new else change
        for change in old.changes
    )
    added = tuple(one for one in new.values() if one.path not in before)
    return _with(flywheel, old, changes=(*kept, *added))


def _bounds(
    flywheel: Flywheel, values: Mapping[str, Any], path: str, weight: Any
) -> dict[str, float]:
    """The bounds that a weight in a scenario takes with it."""
    record, _, field = path.rpartition(".")
    key = record.partition(".")[2]
    if field != "weight" or key not in flywheel.links or not isinstance(weight, int | float):
        return {}
    link = flywheel.links[key]
    low = values.get(f"{record}.weight_low", link.weight_low)
    high = values.get(f"{record}.weight_high", link.weight_high)
    moved: dict[str, float] = {}
    if low is not None and weight < low:
        moved[f"{record}.weight_low"] = weight
    if high is not None and weight > high:
        moved[f"{record}.weight_high"] = weight
    return moved


def drop_from_scenario(flywheel: Flywheel, scenario: str, paths: Iterable[str]) -> Flywheel:
    """Let a scenario leave these values as the drawing has them.

    Raises:
        CommandProblem: there is no such scenario.
    """
    old, gone = _scenario(flywheel, scenario), set(paths)
    kept = tuple(change for change in old.changes if change.path not in gone)
    return flywheel if len(kept) == len(old.changes) else _with(flywheel, old, changes=kept)


def remove_scenario(flywheel: Flywheel, scenario: str) -> Flywheel:
    """The flywheel without a scenario.

    Raises:
        CommandProblem: there is no such scenario.
    """
    _scenario(flywheel, scenario)
    return flywheel.without("scenarios", [scenario])


def switch_off_loop(
    flywheel: Flywheel,
    scenario: str,
    loop: Sequence[str],
    others: Iterable[Sequence[str]] = (),
) -> Flywheel:
    """Switch a whole loop off in a scenario, by the one link that the fewest other loops need.

    Args:
        loop: the ids of its links, in order.
        others: those of the other loops of the drawing. Of equally good links the last is taken:
            the one that closes the loop.

    Raises:
        CommandProblem: there is no such scenario or link.
    """
    _scenario(flywheel, scenario)
    return change_in_scenario(flywheel, scenario, f"links.{cut_of(loop, others)}.active", False)


def switch_loop_off(
    flywheel: Flywheel, loop: Sequence[str], others: Iterable[Sequence[str]] = ()
) -> Flywheel:
    """Switch a whole loop off in the drawing itself, by the same link as in a scenario.

    Raises:
        CommandProblem: there is no such link.
    """
    return switch_link(flywheel, [cut_of(loop, others)], active=False)


def cut_of(loop: Sequence[str], others: Iterable[Sequence[str]] = ()) -> str:
    """The link of a loop that the fewest other loops go through; of several the last.

    Raises:
        CommandProblem: the loop has no links.
    """
    if not loop:
        raise CommandProblem(tr("A loop without links cannot be switched off."))
    needed = dict.fromkeys(loop, 0)
    for other in others:
        if set(other) != set(loop):
            for link in other:
                if link in needed:
                    needed[link] += 1
    return min(reversed(loop), key=lambda link: needed[link])


def take_scenario(flywheel: Flywheel, scenario: str) -> Flywheel:
    """Make what a scenario changes the drawing's own; the scenario itself stays.

    Raises:
        CommandProblem: there is no such scenario, or one of its changes does not fit.
    """
    old = _scenario(flywheel, scenario)
    return _check(flywheel, {change.path: change.value for change in old.changes})


def _scenario(flywheel: Flywheel, scenario: str) -> Scenario:
    found = flywheel.scenarios.get(scenario)
    if found is None:
        raise CommandProblem(tr("There is no scenario {id}.", id=scenario))
    return found


def _with(flywheel: Flywheel, old: Scenario, **fields: Any) -> Flywheel:
    new = replace(old, **fields)
    return flywheel if new == old else flywheel.with_records("scenarios", [new])


def _free_name(flywheel: Flywheel, name: str) -> str:
    taken = {scenario.name for scenario in flywheel.scenarios.values()}
    if name and name not in taken:
        return name
    number = 2 if name else 1
    while True:
        tried = f"{name} {number}" if name else tr("Scenario {n}", n=number)
        if tried not in taken:
            return tried
        number += 1


def _check(flywheel: Flywheel, changes: Mapping[str, Any]) -> Flywheel:
    """The flywheel with these changes.

    Raises:
        CommandProblem: one does not fit.
    """
    try:
        return scenarios.changed(flywheel, changes)
    except (scenarios.UnknownPath, scenarios.BadValue) as problem:
        raise CommandProblem(str(problem)) from problem


def _changes(flywheel: Flywheel, changes: Mapping[str, Any]) -> tuple[ScenarioChange, ...]:
    """Changes as they are stored: a number where "0.2" was typed.

    Raises:
        CommandProblem: one does not fit.
    """
    changed = _check(flywheel, changes)
    return tuple(
        ScenarioChange(path=path, value=scenarios.value_at(changed, path)) for path in changes
    )
