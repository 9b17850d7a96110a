"""What a scenario changes, in words: what, from which value, to which.

A change whose record is no longer in the drawing stays in the scenario, since it is the user's; here
it is told as one that is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from flywheel_studio.commands.pushes import is_lasting
from flywheel_studio.commands.values import field_name
from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.push_words import push_name
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import NEGATIVE
from flywheel_studio.simulation.scenarios import BadValue, UnknownPath, value_at

_DIGITS: Final = 6


@dataclass(frozen=True)
class SaidChange:
    """One value that a scenario sets. `was`, `now`: in words; `was` "" where it is gone."""

    path: str
    what: str
    was: str
    now: str
    is_gone: bool = False


@dataclass(frozen=True)
class Target:
    """A record that a scenario can change: `record` is the beginning of the paths, `fields` their
    ends. `links`: of a loop, which has no path of its own."""

    record: str
    name: str
    fields: tuple[str, ...]
    links: tuple[str, ...] = ()


def said_changes(flywheel: Flywheel, scenario: str) -> tuple[SaidChange, ...]:
    """The changes of a scenario, in its order."""
    said = []
    for change in flywheel.scenarios[scenario].changes:
        what = what_words(flywheel, change.path)
        field = field_of(change.path)
        try:
            was = value_words(field, value_at(flywheel, change.path))
        except UnknownPath:
            now = value_words(field, change.value)
            said.append(SaidChange(change.path, what, "", now, is_gone=True))
        else:
            now = value_words(field, change.value)
            said.append(SaidChange(change.path, what, was, now))
    return tuple(said)


def problem_words(flywheel: Flywheel, problem: UnknownPath | BadValue) -> str:
    """Why a scenario cannot be run, without the names of the file format."""
    what = what_words(flywheel, problem.path)
    if isinstance(problem, UnknownPath):
        return tr("it changes something that is not in the drawing: {what}", what=what)
    return tr("{what} must be {expected}", what=what, expected=problem.expected)


def field_of(path: str) -> str:
    """The last word of a path: "weight"."""
    return path.rpartition(".")[2]


def what_words(flywheel: Flywheel, path: str) -> str:
    """What a path stands for: "Strength of Traffic → Sellers"."""
    first, *rest = path.split(".")
    field = field_words(field_of(path))
    if first == "run":
        return field
    if len(rest) < 2:
        return path
    if field_of(path) == "active":
        return record_words(flywheel, path)
    return tr("{field} of {record}", field=field, record=record_words(flywheel, path))


def record_words(flywheel: Flywheel, path: str) -> str:
    """The record of a path in words; "a link that is gone (l9)" where there is none."""
    first, key, *rest = path.split(".")
    if first == "links":
        link = flywheel.links.get(key)
        if link is None:
            return tr("a link that is gone ({id})", id=key)
        return tr(
            "{source} → {target}",
            source=factor_name(flywheel, link.source),
            target=factor_name(flywheel, link.target),
        )
    if first == "pushes":
        push = flywheel.pushes.get(key)
        if push is None:
            return tr("a push that is gone ({id})", id=key)
        return push_name(flywheel, push)
    if first != "factors":
        return path
    factor = flywheel.factors.get(key)
    if factor is None:
        return tr("a factor that is gone ({id})", id=key)
    if rest[:1] == ["activities"] and len(rest) > 1:
        text = next((one.text for one in factor.activities if one.id == rest[1]), None)
        if text is None:
            return tr("an activity that is gone ({id})", id=rest[1])
        return " ".join(text.split()) or tr(
            "an activity of “{factor}”", factor=factor_name(flywheel, key)
        )
    return factor_name(flywheel, key)


def field_words(field: str) -> str:
    """What a person calls a value that a scenario can set."""
    words = {
        "weight": tr("Strength"),
        "weight_low": tr("Lowest strength"),
        "weight_high": tr("Highest strength"),
        "active": tr("On or off"),
        "impulse": tr("Strength"),
        "initial": tr("Speed at the start"),
        "duration": tr("Duration"),
    }
    return words.get(field) or field_name(field)


def value_words(field: str, value: Any) -> str:
    """A value as a person reads it: "0.5", "off", "none"."""
    if field == "active" or isinstance(value, bool):
        return tr("on") if value else tr("off")
    if field == "polarity":
        return tr("lowers (−)") if value == NEGATIVE else tr("lifts (+)")
    if value is None:
        return tr("without end") if field == "duration" else tr("none")
    if isinstance(value, int | float):
        with suppress(OverflowError):  # whole numbers in a file have any length
            return number(float(value), _DIGITS)
    return str(value)


def targets(flywheel: Flywheel) -> tuple[Target, ...]:
    """What a scenario can change, record by record: links, factors with what is done for them, pushes."""
    return tuple(_targets(flywheel))


def _targets(flywheel: Flywheel) -> Iterator[Target]:
    for link in flywheel.links.values():
        bounds = tuple(
            name for name in ("weight_low", "weight_high") if getattr(link, name) is not None
        )
        record = f"links.{link.id}"
        fields = ("weight", "delay", "active", "polarity", *bounds)
        yield Target(record, record_words(flywheel, f"{record}.weight"), fields)
    for factor in flywheel.factors.values():
        fields = ("friction", "mass", "score", "capacity", "initial")
        yield Target(f"factors.{factor.id}", factor_name(flywheel, factor.id), fields)
        for activity in factor.activities:
            record = f"factors.{factor.id}.activities.{activity.id}"
            name = record_words(flywheel, f"{record}.active")
            yield Target(record, name, ("active", "strength"))
    for push in flywheel.pushes.values():
        own = ("strength", "start", "duration") if is_lasting(push) else ("impulse", "start")
        yield Target(f"pushes.{push.id}", push_name(flywheel, push), (*own, "active"))
