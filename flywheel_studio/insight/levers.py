"""Levers in words: "10 % more of “Partners” → “Demand” lifts growth by 0.9 points a month".

Every lever is told in the direction that helps: where more friction slows the wheel, ten percent less
of it is what one can do. Of a wheel that swings the direction that helps is the one that calms it: to
lift the rate of its swings is no growth. Points are percentage points of growth per time unit, as the
growth itself is told. A lever says what a small change does near rest; its scenario shows what it
does to a run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flywheel_studio.insight.numbers import each, number
from flywheel_studio.insight.sentences import factor_name, quoted_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.tidy import tidy
from flywheel_studio.simulation.levers import Lever, Levers

STEP: Final = 0.1
# Points a time unit below this would read as "0".
_LEAST_POINTS: Final = 0.0005
# Growth beyond this (a factor of e^20 per time unit) has no points that anyone can picture.
_MOST_RATE: Final = 20.0
_FULL_SCORE: Final = 10.0


@dataclass(frozen=True)
class SaidLever:
    """One lever as a sentence, what it lights up, and the scenario that tries it.

    `points`: what growth gains, or swings lose, in percentage points per time unit, > 0. `is_more`:
    whether the parameter goes up. `calms`: it is the swings that it is about. `changes`:
    path -> value of the scenario called `name`.
    """

    lever: Lever
    sentence: str
    points: float
    is_more: bool
    factors: tuple[str, ...]
    links: tuple[str, ...]
    name: str
    changes: Mapping[str, float]
    calms: bool = False


def said_levers(flywheel: Flywheel, levers: Levers, rate: float) -> tuple[SaidLever, ...]:
    """The levers that help visibly, the strongest first.

    Args:
        rate: the growth rate that they are levers of, per time unit.
    """
    if not levers.is_defined or rate > _MOST_RATE:
        return ()
    return tuple(_said(flywheel, levers, rate))


def levers_words(levers: Levers) -> str:
    """Why there are no levers; "" where there are."""
    if levers.is_defined:
        return ""
    return tr(
        "Two parts of the wheel set its growth alike, so no single lever can be named: "
        "change one of them first."
    )


def points_words(points: float, unit: str) -> str:
    """So many percentage points per time unit: "0.9 points a month"."""
    said = number(points, 2)
    return ntr(
        "{said} point {each_unit}",
        "{said} points {each_unit}",
        1 if said == "1" else 2,
        said=said,
        each_unit=each(unit),
    )


def _said(flywheel: Flywheel, levers: Levers, rate: float) -> Iterator[SaidLever]:
    unit = flywheel.header.time_unit
    for lever in levers.levers:
        is_more = (lever.effect > 0) != levers.of_swings
        gained = -abs(lever.effect) if levers.of_swings else abs(lever.effect)
        points = 100.0 * math.exp(rate) * abs(math.expm1(gained))
        if not _LEAST_POINTS <= points < math.inf:
            continue
        factors: tuple[str, ...] = (lever.of,)
        links: tuple[str, ...] = ()
        if lever.kind in ("weight", "delay"):
            link = flywheel.links[lever.of]
            factors, links = (link.source, link.target), (link.id,)
        where, said = (_where(flywheel, factors, name) for name in (factor_name, quoted_name))
        changes = _changes(flywheel, lever, is_more)
        if not changes:
            continue
        yield SaidLever(
            lever=lever,
            sentence=_sentence(
                lever, is_more, said, points_words(points, unit), calms=levers.of_swings
            ),
            points=points,
            is_more=is_more,
            factors=factors,
            links=links,
            name=_name(lever, is_more, where),
            changes=changes,
            calms=levers.of_swings,
        )


def _where(
    flywheel: Flywheel, factors: tuple[str, ...], name: Callable[[Flywheel, str], str]
) -> str:
    """The factor, or the link between two, under such names."""
    if len(factors) == 1:
        return name(flywheel, factors[0])
    source, target = (name(flywheel, factor) for factor in factors)
    return tr("{source} → {target}", source=source, target=target)


def _changes(flywheel: Flywheel, lever: Lever, is_more: bool) -> dict[str, float]:
    """What the scenario sets; nothing where the value cannot go that way."""
    share = 1 + STEP if is_more else 1 - STEP
    if lever.kind == "delay":
        return {f"links.{lever.of}.delay": tidy(flywheel.links[lever.of].delay * share)}
    if lever.kind == "weight":
        return {f"links.{lever.of}.weight": tidy(flywheel.links[lever.of].weight * share)}
    factor = flywheel.factors[lever.of]
    if lever.kind == "score":
        if factor.score is None or (is_more and factor.score >= _FULL_SCORE):
            return {}
        return {f"factors.{lever.of}.score": min(_FULL_SCORE, tidy(factor.score * share))}
    value = factor.friction if lever.kind == "friction" else factor.mass
    return {f"factors.{lever.of}.{lever.kind}": tidy(value * share)}


def _sentence(lever: Lever, is_more: bool, where: str, points: str, *, calms: bool) -> str:
    change = _change_words(lever, is_more, where)
    if calms:
        return tr("{change} calms the swings by {points}.", change=change, points=points)
    return tr("{change} lifts growth by {points}.", change=change, points=points)


def _change_words(lever: Lever, is_more: bool, where: str) -> str:
    """What is changed, as the subject of a sentence."""
    match lever.kind, is_more:
        case "weight", True:
            return tr("10 % more of {where}", where=where)
        case "weight", False:
            return tr("10 % less of {where}", where=where)
        case "delay", True:
            return tr("10 % more delay on {where}", where=where)
        case "delay", False:
            return tr("10 % less delay on {where}", where=where)
        case "friction", True:
            return tr("10 % more friction on {where}", where=where)
        case "friction", False:
            return tr("10 % less friction on {where}", where=where)
        case "mass", True:
            return tr("10 % more mass in {where}", where=where)
        case "mass", False:
            return tr("10 % less mass in {where}", where=where)
        case "score", True:
            return tr("A score 10 % higher for {where}", where=where)
    return tr("A score 10 % lower for {where}", where=where)


def _name(lever: Lever, is_more: bool, where: str) -> str:
    change = "+10 %" if is_more else "−10 %"
    match lever.kind:
        case "weight":
            return tr("{where} {change}", where=where, change=change)
        case "delay":
            return tr("Delay of {where} {change}", where=where, change=change)
        case "friction":
            return tr("Friction of {where} {change}", where=where, change=change)
        case "mass":
            return tr("Mass of {where} {change}", where=where, change=change)
    return tr("Score of {where} {change}", where=where, change=change)
