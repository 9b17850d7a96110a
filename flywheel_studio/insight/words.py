"""The file format's own words (stages, kinds, confidence) as a person reads them.

A word that this version does not know stands as it was written.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.numbers import duration, each, number, percent
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import Goal, Metric

if TYPE_CHECKING:
    from flywheel_studio.simulation.spectrum import Growth

# Ten thousand times in one time unit: nobody can picture more.
_MOST_RATE: Final = 9.2


def stage_words(stage: str) -> str:
    """How far a wheel has come: "pilot"; "" where nothing is said."""
    words = {
        "proof of concept": tr("proof of concept"),
        "pilot": tr("pilot"),
        "production": tr("production"),
        "handed over": tr("handed over"),
    }
    return words.get(stage, in_one_line(stage))


def status_words(status: str) -> str:
    """Whether a wheel spins: "spinning"; "" where nothing is said."""
    words = {"spinning": tr("spinning"), "plateaued": tr("plateaued"), "died": tr("died")}
    return words.get(status, in_one_line(status))


def kind_words(kind: str) -> str:
    """Whether an activity draws customers in or interrupts them."""
    words = {"pull": tr("pull"), "push": tr("push")}
    return words.get(kind, in_one_line(kind))


def confidence_words(confidence: str) -> str:
    """How sure somebody is of a link: "developing"; "" where it is not rated."""
    words = {
        "strong": tr("strong"),
        "developing": tr("developing"),
        "unproven": tr("unproven"),
    }
    return words.get(confidence, in_one_line(confidence))


def goal_words(goal: Goal | None) -> str:
    """A goal in one line: "Grow: orders, target 100 a day, by 2027-06-30"; "" where there is none."""
    if goal is None:
        return ""
    parts = [in_one_line(goal.metric)]
    if goal.target is not None:
        parts.append(tr("target {value}", value=amount(goal.target, goal.unit)))
    if goal.by:
        parts.append(tr("by {date}", date=in_one_line(goal.by)))
    measured = ", ".join(filter(None, parts))
    text = in_one_line(goal.text)
    return f"{text}: {measured}" if text and measured else text or measured


def growth_in_short(growth: Growth, unit: str) -> str:
    """How a wheel goes by itself, for a column: "grows 7.2 % a month"."""
    if growth.swings and growth.oscillation_period is not None:
        time = duration(growth.oscillation_period, unit)
        match growth.way:
            case "swings wider":
                return tr("swings ever wider, {duration} each", duration=time)
            case "swings on":
                return tr("swings on and on, {duration} each", duration=time)
        return tr("swings and dies out, {duration} each", duration=time)
    if growth.verdict == "coasts":
        return tr("coasts")
    share = math.expm1(growth.rate) if growth.rate < _MOST_RATE else math.inf
    often = each(unit)
    if growth.verdict == "accelerates":
        if math.isinf(share):
            return tr("grows beyond all measure")
        return tr("grows {share} {each_unit}", share=percent(share), each_unit=often)
    return tr("loses {share} {each_unit}", share=percent(-share), each_unit=often)


def metric_words(metric: Metric | None) -> str:
    """A metric in one line: "Orders: 10 → 12 (target 20) a day"; "" where there is none."""
    if metric is None:
        return ""
    unit = in_one_line(metric.unit)
    parts = []
    if metric.baseline is not None:
        parts.append(tr("baseline {value}", value=amount(metric.baseline, unit)))
    if metric.current is not None:
        parts.append(tr("now {value}", value=amount(metric.current, unit)))
    if metric.target is not None:
        parts.append(tr("target {value}", value=amount(metric.target, unit)))
    if metric.date:
        parts.append(in_one_line(metric.date))
    values = ", ".join(parts)
    name = in_one_line(metric.name)
    return f"{name}: {values}" if name and values else name or values


def amount(value: float, unit: str) -> str:
    """A number with its unit: "12,500 a day"."""
    return f"{number(value, 6)} {in_one_line(unit)}".rstrip()


def in_one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())
