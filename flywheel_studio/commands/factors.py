"""Make, name, move and change factors, and delete records with everything that points at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import coordinate, text_value, with_fields
from flywheel_studio.geometry.plane import Point
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, readable_id
from flywheel_studio.model.invariants import scenario_target
from flywheel_studio.model.records import Factor, Header, Scenario, Wheel


def add_factor(
    flywheel: Flywheel,
    *,
    label: str,
    x: float | None,
    y: float | None,
    wheel: str | None = None,
    role: str = "factor",
    id: str | None = None,  # noqa: A002 - the record's own word
) -> Flywheel:
    """The flywheel with one more factor, last in file order.

    Args:
        x, y: its centre, paper units; None lets the wheel's layout place it.
        wheel: default: the first wheel.
        id: default: made from the label (`new_factor_id`).
    """
    if wheel is None:
        first = flywheel.first_wheel
        wheel = first.id if first else None
    elif wheel not in flywheel.wheels:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
    label = text_value(label, strip=True)
    key = new_factor_id(flywheel, label) if id is None else id
    if key in flywheel.factors:
        raise CommandProblem(tr("There is a factor with the id {id} already.", id=key))
    factor = Factor(
        id=key,
        label=label,
        wheel=wheel,
        role=role,
        x=None if x is None else coordinate(x),
        y=None if y is None else coordinate(y),
    )
    return flywheel.with_records("factors", [factor])


def new_factor_id(flywheel: Flywheel, label: str = "") -> str:
    """The id that a new factor of this label gets: from its words, else f1, f2, …"""
    return readable_id(flywheel.factors, label, "f")


def rename_factor(flywheel: Flywheel, factor: str, label: str) -> Flywheel:
    """Line breaks stay, outer blanks go; the id stays what it was."""
    return set_factor(flywheel, [factor], label=text_value(label, strip=True))


def set_factor(flywheel: Flywheel, factors: Iterable[str], **fields: Any) -> Flywheel:
    """Set fields of one or more factors, e.g. `friction=0.3`. Values are those of the record.

    Raises:
        CommandProblem: a value is out of range, or there is no such factor or wheel.
    """
    if fields.get("wheel") is not None and fields["wheel"] not in flywheel.wheels:
        raise CommandProblem(tr("There is no wheel {id}.", id=fields["wheel"]))
    records = []
    for key in factors:
        factor = _factor(flywheel, key)
        new = with_fields(factor, fields)
        if new is not factor:
            records.append(new)
    return flywheel.with_records("factors", records) if records else flywheel


def move_factors(flywheel: Flywheel, to: Mapping[str, Point]) -> Flywheel:
    """Put the centres of these factors where the points are."""
    records = []
    for key, point in to.items():
        factor = _factor(flywheel, key)
        x, y = coordinate(point.x), coordinate(point.y)
        if (factor.x, factor.y) != (x, y):
            records.append(replace(factor, x=x, y=y))
    return flywheel.with_records("factors", records) if records else flywheel


def delete(
    flywheel: Flywheel,
    factors: Iterable[str] = (),
    links: Iterable[str] = (),
    texts: Iterable[str] = (),
    pushes: Iterable[str] = (),
    bands: Iterable[str] = (),
    wheels: Iterable[str] = (),
    scenarios: Iterable[str] = (),
) -> Flywheel:
    """Delete records, and in the same step whatever points at them.

    A wheel goes with its factors, bands and texts; a factor with its links and pushes. Starts,
    goals and parents let go; named loops that hold a deleted link go; scenarios lose the changes
    that are about a deleted record; dismissed findings that name one are forgotten. Ids that are
    not there are passed over.
    """
    gone_wheels = set(wheels) & flywheel.wheels.keys()
    gone_factors = set(factors) & flywheel.factors.keys()
    gone_links = set(links) & flywheel.links.keys()
    gone_pushes = set(pushes) & flywheel.pushes.keys()
    gone_bands = set(bands) & flywheel.bands.keys()
    gone_texts = set(texts) & flywheel.texts.keys()
    if gone_wheels:
        gone_factors |= {f.id for f in flywheel.factors.values() if f.wheel in gone_wheels}
        gone_bands |= {b.id for b in flywheel.bands.values() if b.wheel in gone_wheels}
        gone_texts |= {t.id for t in flywheel.texts.values() if t.wheel in gone_wheels}
    if gone_factors:
        for factor in gone_factors:
            gone_links.update(link.id for link in flywheel.links_of[factor])
        gone_pushes |= {p.id for p in flywheel.pushes.values() if p.factor in gone_factors}
    gone: dict[str, set[str]] = {
        "wheels": gone_wheels,
        "factors": gone_factors,
        "links": gone_links,
        "pushes": gone_pushes,
        "bands": gone_bands,
        "texts": gone_texts,
        "scenarios": set(scenarios) & flywheel.scenarios.keys(),
    }
    result = (
        flywheel.without("links", gone_links)
        .without("pushes", gone_pushes)
        .without("factors", gone_factors)
        .without("bands", gone_bands)
        .without("texts", gone_texts)
        .without("scenarios", gone["scenarios"])
        .without("wheels", gone_wheels)
    )
    return _let_go(result, gone)


def _let_go(flywheel: Flywheel, gone: Mapping[str, Collection[str]]) -> Flywheel:
    """Clear everything that still points at a record that is gone."""
    old_wheels = flywheel.wheels.values()
    wheels = [w for wheel in old_wheels if (w := _wheel_without(wheel, gone)) is not wheel]
    if wheels:
        flywheel = flywheel.with_records("wheels", wheels)
    old_scenarios = flywheel.scenarios.values()
    scenarios = [s for old in old_scenarios if (s := _scenario_without(old, gone)) is not old]
    if scenarios:
        flywheel = flywheel.with_records("scenarios", scenarios)
    header = _header_without(flywheel.header, gone)
    return flywheel if header is flywheel.header else replace(flywheel, header=header)


def _wheel_without(wheel: Wheel, gone: Mapping[str, Collection[str]]) -> Wheel:
    if wheel.start in gone["factors"]:
        wheel = replace(wheel, start=None)
    if wheel.goal is not None and wheel.goal.factor in gone["factors"]:
        wheel = replace(wheel, goal=replace(wheel.goal, factor=None))
    if wheel.parent in gone["wheels"]:
        wheel = replace(wheel, parent=None)
    return wheel


def _scenario_without(scenario: Scenario, gone: Mapping[str, Collection[str]]) -> Scenario:
    kept = []
    for change in scenario.changes:
        kind, key = scenario_target(change.path)
        if kind is None or key not in gone[kind]:
            kept.append(change)
    if len(kept) == len(scenario.changes):
        return scenario
    return replace(scenario, changes=tuple(kept))


def _header_without(header: Header, gone: Mapping[str, Collection[str]]) -> Header:
    loops = tuple(loop for loop in header.loops if not set(loop.links) & set(gone["links"]))
    names = set().union(*gone.values())
    dismissed = tuple(
        finding for finding in header.dismissed if not names & set(finding.split(":")[1:])
    )
    if len(loops) == len(header.loops) and len(dismissed) == len(header.dismissed):
        return header
    return replace(header, loops=loops, dismissed=dismissed)


def _factor(flywheel: Flywheel, key: str) -> Factor:
    factor = flywheel.factors.get(key)
    if factor is None:
        raise CommandProblem(tr("There is no factor {id}.", id=key))
    return factor
