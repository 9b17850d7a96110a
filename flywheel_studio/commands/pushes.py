"""Effort from outside: shoves at a moment, and pushes that go on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import with_fields
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.records import Push


def add_shove(
    flywheel: Flywheel, factor: str, impulse: float = 1.0, start: float = 0.0, name: str = ""
) -> Flywheel:
    """A kick: `impulse` of momentum at time `start`, in the document's time unit."""
    return _add(flywheel, factor, {"impulse": impulse, "start": start, "name": name})


def add_push(
    flywheel: Flywheel,
    factor: str,
    strength: float,
    start: float = 0.0,
    duration: float | None = None,
    name: str = "",
) -> Flywheel:
    """A push of `strength` from `start` on for `duration`; None is for ever."""
    fields = {"strength": strength, "start": start, "duration": duration, "name": name}
    return _add(flywheel, factor, fields)


def set_push(flywheel: Flywheel, pushes: Iterable[str], **fields: Any) -> Flywheel:
    """Set fields of one or more pushes.

    Raises:
        CommandProblem: a value is out of range, or there is no such push or factor.
    """
    if "factor" in fields:
        _check_factor(flywheel, fields["factor"])
    records = []
    for key in pushes:
        push = flywheel.pushes.get(key)
        if push is None:
            raise CommandProblem(tr("There is no push {id}.", id=key))
        new = with_fields(push, fields)
        if new is not push:
            records.append(new)
    return flywheel.with_records("pushes", records) if records else flywheel


def move_push(flywheel: Flywheel, push: str, start: float) -> Flywheel:
    """Let a shove or push begin at another time; what lies before the start of the run is 0.

    Raises:
        CommandProblem: there is no such push, or the time is not a number.
    """
    return set_push(flywheel, [push], start=_not_before_0(start))


def stretch_push(flywheel: Flywheel, push: str, start: float, end: float | None) -> Flywheel:
    """Let a push act from `start` to `end`, in either order; None is for ever.

    A shove has no length, so only its start moves.

    Raises:
        CommandProblem: there is no such push, or a time is not a number.
    """
    start = _not_before_0(start)
    if end is None:
        return set_push(flywheel, [push], start=start, duration=None)
    begin, end = sorted((start, _not_before_0(end)))
    if push in flywheel.pushes and not flywheel.pushes[push].strength:
        return set_push(flywheel, [push], start=begin)
    return set_push(flywheel, [push], start=begin, duration=end - begin)


def _not_before_0(time: float) -> float:
    # A number that is none passes through: the field's own check refuses it in its words.
    return 0.0 if time < 0 else time


def _add(flywheel: Flywheel, factor: str, fields: dict[str, Any]) -> Flywheel:
    _check_factor(flywheel, factor)
    push = Push(id=free_id(flywheel.pushes, "p"), factor=factor)
    return flywheel.with_records("pushes", [with_fields(push, fields)])


def _check_factor(flywheel: Flywheel, factor: str) -> None:
    if factor not in flywheel.factors:
        raise CommandProblem(tr("There is no factor {id}.", id=factor))
