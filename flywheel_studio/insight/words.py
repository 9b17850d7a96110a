"""The file format's own words (stages, kinds, confidence) as a person reads them.

A word that this version does not know stands as it was written.
"""

from __future__ import annotations

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import Goal, Metric


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
    """A goal in one line: "Grow: orders 100 a day by 2027-06-30"; "" where there is none."""
    if goal is None:
        return ""
    text, metric = in_one_line(goal.text), in_one_line(goal.metric)
    if goal.target is not None:
        metric = f"{metric} {amount(goal.target, goal.unit)}".lstrip()
    if goal.by:
        metric = tr("{goal} by {date}", goal=metric or text, date=in_one_line(goal.by))
        if not in_one_line(goal.metric) and goal.target is None:
            return metric
    return f"{text}: {metric}" if text and metric else text or metric


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
