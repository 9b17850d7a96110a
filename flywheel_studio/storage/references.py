"""What points at something that is not in the file: left out or dropped, and said so.

A link without both ends cannot be drawn, a factor without its wheel can: file-format says which of
them go and which are mended. Nothing here looks at a record that is in order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import scenario_target
from flywheel_studio.model.records import Link, Push, Scenario, Wheel

MISSING_END: Final = "missing-end"
MISSING_REFERENCE: Final = "missing-reference"

_WHEEL: Final = attrgetter("wheel")

Record = TypeVar("Record", Link, Push)


def with_references_mended(flywheel: Flywheel) -> tuple[Flywheel, tuple[Finding, ...]]:
    """The document with every reference leading somewhere, and what was done for that."""
    findings: list[Finding] = []
    factors = flywheel.factors
    if (
        not {link.source for link in flywheel.links.values()}
        | {link.target for link in flywheel.links.values()}
        | {push.factor for push in flywheel.pushes.values()}
        <= factors.keys()
    ):
        flywheel = replace(
            flywheel,
            links=_with_ends(flywheel.links, factors, _link_ends, findings),
            pushes=_with_ends(flywheel.pushes, factors, _push_ends, findings),
        )
    flywheel = _with_wheels(flywheel, findings)
    flywheel = _with_parents(flywheel, findings)
    flywheel = _with_scenario_targets(flywheel, findings)
    flywheel = _with_named_loops(flywheel, findings)
    return flywheel, tuple(findings)


def _link_ends(link: Link) -> tuple[str, ...]:
    return link.source, link.target


def _push_ends(push: Push) -> tuple[str, ...]:
    return (push.factor,)


def _with_ends(
    table: dict[str, Record],
    factors: Mapping[str, Any],
    ends: Callable[[Record], tuple[str, ...]],
    findings: list[Finding],
) -> dict[str, Record]:
    kept: dict[str, Record] = {}
    for key, record in table.items():
        missing = [end for end in ends(record) if end not in factors]
        if not missing:
            kept[key] = record
            continue
        if isinstance(record, Link):
            message = tr(
                "Link {link} was left out: there is no factor {factor}.",
                link=key,
                factor=_quoted(missing[0]),
            )
        else:
            message = tr(
                "Push {push} was left out: there is no factor {factor}.",
                push=key,
                factor=_quoted(missing[0]),
            )
        found = tuple(dict.fromkeys(end for end in ends(record) if end in factors))
        findings.append(
            Finding(code=MISSING_END, severity="warning", message=message, factors=found)
        )
    return kept


def _with_wheels(flywheel: Flywheel, findings: list[Finding]) -> Flywheel:
    """Factors, bands and texts whose wheel is unknown, and what wheels point at."""
    wheels, first = flywheel.wheels, flywheel.first_wheel
    home = first.id if first else None
    if not {*map(_WHEEL, flywheel.factors.values())} <= wheels.keys():
        factors = dict(flywheel.factors)
        for key, factor in factors.items():
            if factor.wheel not in wheels and factor.wheel != home:
                factors[key] = replace(factor, wheel=home)
                if factor.wheel is not None:
                    _dropped(findings, f"factors.{key}.wheel", factor.wheel, factors=(key,))
        flywheel = replace(flywheel, factors=factors)
    if any(band.wheel not in wheels for band in flywheel.bands.values()):
        bands = {}
        for key, band in flywheel.bands.items():
            if band.wheel in wheels:
                bands[key] = band
                continue
            _dropped(findings, f"bands.{key}.wheel", band.wheel)
            if home is not None:  # without any wheel there is nothing that a band could go round
                bands[key] = replace(band, wheel=home)
        flywheel = replace(flywheel, bands=bands)
    if any(note.wheel is not None and note.wheel not in wheels for note in flywheel.texts.values()):
        texts = dict(flywheel.texts)
        for key, note in texts.items():
            if note.wheel is not None and note.wheel not in wheels:
                _dropped(findings, f"texts.{key}.wheel", note.wheel)
                texts[key] = replace(note, wheel=None)
        flywheel = replace(flywheel, texts=texts)
    mended = {key: _wheel_mended(flywheel, wheel, findings) for key, wheel in wheels.items()}
    if any(mended[key] is not wheel for key, wheel in wheels.items()):
        flywheel = replace(flywheel, wheels=mended)
    return flywheel


def _wheel_mended(flywheel: Flywheel, wheel: Wheel, findings: list[Finding]) -> Wheel:
    place = f"wheels.{wheel.id}"
    if wheel.parent is not None and wheel.parent not in flywheel.wheels:
        _dropped(findings, f"{place}.parent", wheel.parent)
        wheel = replace(wheel, parent=None)
    if wheel.start is not None and wheel.start not in flywheel.factors:
        _dropped(findings, f"{place}.start", wheel.start)
        wheel = replace(wheel, start=None)
    goal = wheel.goal
    if goal is not None and goal.factor is not None and goal.factor not in flywheel.factors:
        _dropped(findings, f"{place}.goal.factor", goal.factor)
        wheel = replace(wheel, goal=replace(goal, factor=None))
    return wheel


def _with_parents(flywheel: Flywheel, findings: list[Finding]) -> Flywheel:
    """No wheel serves itself, however far round: the circle is cut where following it closes it."""
    wheels = dict(flywheel.wheels)
    settled: set[str] = set()
    for start in flywheel.wheels:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in settled:
            path[here] = None
            parent = wheels[here].parent
            if parent in path:
                findings.append(
                    Finding(
                        code=MISSING_REFERENCE,
                        severity="warning",
                        message=tr(
                            "{place} was dropped: the wheels would serve each other in a circle.",
                            place=f"wheels.{here}.parent",
                        ),
                    )
                )
                wheels[here] = replace(wheels[here], parent=None)
                break
            here = parent
        settled.update(path)
    if all(wheels[key] is wheel for key, wheel in flywheel.wheels.items()):
        return flywheel
    return replace(flywheel, wheels=wheels)


def _with_scenario_targets(flywheel: Flywheel, findings: list[Finding]) -> Flywheel:
    scenarios: dict[str, Scenario] = {}
    for key, scenario in flywheel.scenarios.items():
        kept = []
        for change in scenario.changes:
            kind, target = scenario_target(change.path)
            if kind is not None and target not in flywheel.table(kind):
                _dropped(findings, f"scenarios.{key}", change.path)
            else:
                kept.append(change)
        whole = len(kept) == len(scenario.changes)
        scenarios[key] = scenario if whole else replace(scenario, changes=tuple(kept))
    if all(scenarios[key] is scenario for key, scenario in flywheel.scenarios.items()):
        return flywheel
    return replace(flywheel, scenarios=scenarios)


def _with_named_loops(flywheel: Flywheel, findings: list[Finding]) -> Flywheel:
    kept = []
    for number, loop in enumerate(flywheel.header.loops):
        missing = next((link for link in loop.links if link not in flywheel.links), None)
        if missing is None:
            kept.append(loop)
        else:
            _dropped(findings, loop.name or f"loops[{number}]", missing)
    if len(kept) == len(flywheel.header.loops):
        return flywheel
    return flywheel.with_header(loops=tuple(kept))


def _dropped(
    findings: list[Finding], place: str, target: str, factors: tuple[str, ...] = ()
) -> None:
    message = tr(
        "{place} pointed at {target}, which is not in the file: dropped.",
        place=place,
        target=_quoted(target),
    )
    findings.append(
        Finding(code=MISSING_REFERENCE, severity="warning", message=message, factors=factors)
    )


def _quoted(key: str) -> str:
    return f"“{key[:80]}…”" if len(key) > 80 else f"“{key}”"
