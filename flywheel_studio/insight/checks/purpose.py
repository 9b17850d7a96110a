"""What is it for? Goals, unit economics, pull and push, and programs that serve a larger wheel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flywheel_studio.insight.checks.diagnosis import Focus, Remark
from flywheel_studio.insight.checks.examined import Examined
from flywheel_studio.insight.economics import money, unit_economics
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Goal

PUSH: Final = "push"
# How people write several goals into one field.
_SEVERAL: Final = re.compile(r"[;\n•]+")


def no_goal(drawing: Examined) -> Iterator[Remark]:
    """A wheel serves one measurable goal: none is set, or its metric and target are missing."""
    for area in drawing.areas:
        if area.wheel is None or len(area.factors) < 2:
            continue
        message = _what_is_missing(area.wheel.goal)
        if message:
            yield Remark(
                message=message,
                about=area.about,
                wheel=area.id,
                fix=tr("Set the goal"),
                focus=Focus("wheels", area.wheel.id, "goal"),
            )


def many_goals(drawing: Examined) -> Iterator[Remark]:
    """A wheel serves one goal: its goal names several things, or several hubs stand in the middle."""
    for area in drawing.areas:
        if area.wheel is None:
            continue
        goal = area.wheel.goal
        count = 0 if goal is None else max(_count(goal.text), _count(goal.metric))
        hubs = tuple(factor.id for factor in area.factors if factor.role == HUB)
        if count > 1:
            message = ntr(
                "The goal names {n} thing: a wheel serves one.",
                "The goal names {n} things: a wheel serves one.",
                count,
            )
        elif len(hubs) > 1:
            message = tr(
                "{hubs} all stand in the middle: a wheel serves one goal.",
                hubs=drawing.names(hubs),
            )
        else:
            continue
        yield Remark(
            message=message,
            about=area.about,
            wheel=area.id,
            factors=() if count > 1 else hubs,
            fix=tr("Choose one goal"),
            focus=Focus("wheels", area.wheel.id, "goal"),
        )


def goal_off_loop(drawing: Examined) -> Iterator[Remark]:
    """The goal's factor is on no reinforcing loop."""
    for area in drawing.areas:
        key = area.goal_factor
        if key is None or key in drawing.on_a_reinforcing_loop:
            continue
        if key in drawing.on_a_loop and not drawing.is_certain:
            continue
        yield Remark(
            message=tr(
                "{factor}, which the goal is about, is on no reinforcing loop: reaching the goal"
                " does not turn the wheel.",
                factor=drawing.name(key),
            ),
            about=(*area.about, key),
            wheel=area.id,
            factors=(key,),
        )


def economics(drawing: Examined) -> Iterator[Remark]:
    """Lifetime value does not exceed acquisition cost."""
    found = unit_economics(drawing.flywheel.header.economics)
    if found is None or found.acquisition_cost is None or found.lifetime_value is None:
        return
    if found.is_worth_it:
        return
    yield Remark(
        message=tr(
            "A customer brings {value} and costs {cost} to win: every new one is a loss.",
            value=money(found.lifetime_value, found.currency),
            cost=money(found.acquisition_cost, found.currency),
        )
        if found.lifetime_value < found.acquisition_cost
        else tr(
            "A customer brings {value}, which is just what winning one costs.",
            value=money(found.lifetime_value, found.currency),
        ),
        focus=Focus("document", "", "economics"),
    )


def push_heavy(drawing: Examined) -> Iterator[Remark]:
    """More than half of the active activities push rather than pull."""
    pushing, count, factors = 0, 0, []
    for factor in drawing.flywheel.factors.values():
        active = [activity for activity in factor.activities if activity.active]
        own = sum(activity.kind == PUSH for activity in active)
        count += len(active)
        pushing += own
        if own:
            factors.append(factor.id)
    if 2 * pushing > count:
        yield Remark(
            message=ntr(
                "{pushing} of {n} active activity pushes: pushing interrupts, and costs more per"
                " customer than pulling.",
                "{pushing} of {n} active activities push: pushing interrupts, and costs more per"
                " customer than pulling.",
                count,
                pushing=pushing,
            ),
            factors=tuple(factors),
        )


def program_off_wheel(drawing: Examined) -> Iterator[Remark]:
    """A wheel that serves another one gears into nothing."""
    for area in drawing.areas:
        if area.wheel is None or area.wheel.parent is None:
            continue
        if any(link.source in area.ids and link.target not in area.ids for link in drawing.links):
            continue
        yield Remark(
            message=tr(
                "“{wheel}” gears into nothing: no link leads from it to the wheel that it serves.",
                wheel=area.title,
            ),
            about=area.about,
            factors=tuple(factor.id for factor in area.factors),
            wheel=area.id,
            names_wheel=True,
        )


def _what_is_missing(goal: Goal | None) -> str:
    if goal is None or not (goal.text.strip() or goal.metric.strip()):
        return tr("No goal is set: what is the one measurable thing that this wheel serves?")
    if not goal.metric.strip() and goal.target is None:
        return tr("The goal has no metric and no target: how will you know that it is reached?")
    if not goal.metric.strip():
        return tr("The goal has no metric: what is counted?")
    if goal.target is None:
        return tr("The goal has no target: how much is enough?")
    return ""


def _count(text: str) -> int:
    return sum(bool(part.strip()) for part in _SEVERAL.split(text))
