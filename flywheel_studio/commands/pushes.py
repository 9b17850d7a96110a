"""Effort from outside: shoves at a moment, and pushes that go on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import with_fields
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.records import Push
from flywheel_studio.model.tidy import tidy


class Given(Protocol):
    """A shove of a run. `impulse` in time units; `at` when, in time units."""

    @property
    def factor(self) -> str: ...

    @property
    def impulse(self) -> float: ...

    @property
    def at(self) -> float: ...


def add_shove(
    flywheel: Flywheel, factor: str, impulse: float = 1.0, start: float = 0.0, name: str = ""
) -> Flywheel:
    """A kick: `impulse` of momentum at time `start`, in the document's time unit."""
    return _add(flywheel, factor, {"impulse": impulse, "start": start, "name": name})


def add_shoves(flywheel: Flywheel, given: Iterable[Given]) -> Flywheel:
    """Shoves that were given while a run was played; of factors that are gone there are none."""
    for shove in given:
        if shove.factor in flywheel.factors:
            flywheel = add_shove(flywheel, shove.factor, shove.impulse, shove.at)
    return flywheel


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
        push = _push(flywheel, key)
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
    if push in flywheel.pushes and not is_lasting(flywheel.pushes[push]):
        return set_push(flywheel, [push], start=begin)
    return set_push(flywheel, [push], start=begin, duration=end - begin)


def is_lasting(push: Push) -> bool:
    """Whether a push goes on for a while; else it is a shove at one moment."""
    return bool(push.strength) or (push.duration is not None and not push.impulse)


def end_of(push: Push) -> float | None:
    """When a push ends, in the document's time unit; None: never. A shove ends as it begins."""
    if not is_lasting(push):
        return push.start
    return None if push.duration is None else push.start + push.duration


def strength_of(push: Push) -> float:
    """What a person calls its strength: of a push its strength, of a shove its momentum."""
    return push.strength if is_lasting(push) else push.impulse


def set_strength(flywheel: Flywheel, push: str, strength: float) -> Flywheel:
    """Let a shove or push be of another strength; below 0 it holds its factor back.

    Raises:
        CommandProblem: there is no such push, or the strength is 0 or no number.
    """
    if strength == 0:
        raise CommandProblem(tr("A push of 0 does nothing: switch it off or delete it."))
    field = "strength" if is_lasting(_push(flywheel, push)) else "impulse"
    return set_push(flywheel, [push], **{field: strength})


def turn_into_shove(flywheel: Flywheel, push: str) -> Flywheel:
    """Give at once what a push gives in all; one that never ends gives what it gives in one time unit.

    Raises:
        CommandProblem: there is no such push.
    """
    old = _push(flywheel, push)
    if not is_lasting(old):
        return flywheel
    impulse = tidy(old.impulse + old.strength * (1.0 if old.duration is None else old.duration))
    return set_push(flywheel, [push], impulse=impulse, strength=0.0, duration=None)


def turn_into_push(flywheel: Flywheel, push: str, duration: float) -> Flywheel:
    """Spread what a shove gives over a time.

    Args:
        duration: in the document's time unit, > 0.

    Raises:
        CommandProblem: there is no such push, or the duration is out of range.
    """
    old = _push(flywheel, push)
    if is_lasting(old):
        return flywheel
    if not duration > 0:
        raise CommandProblem(tr("A push must last for some time."))
    strength = tidy(old.impulse / duration)
    return set_push(flywheel, [push], impulse=0.0, strength=strength, duration=duration)


def turn_round(flywheel: Flywheel, push: str) -> Flywheel:
    """What lifted its factor holds it back, and the other way round.

    Raises:
        CommandProblem: there is no such push.
    """
    old = _push(flywheel, push)
    return set_push(flywheel, [push], impulse=0.0 - old.impulse, strength=0.0 - old.strength)


def _push(flywheel: Flywheel, key: str) -> Push:
    push = flywheel.pushes.get(key)
    if push is None:
        raise CommandProblem(tr("There is no push {id}.", id=key))
    return push


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
