"""What a wheel is for, how each factor is measured, and how well it is done today."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.factors import set_factor
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import with_fields
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Goal, Metric

# What "lift it" lifts a score to: well done, not perfect.
WELL_DONE: Final = 8.0
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def set_goal(flywheel: Flywheel, wheel: str, **fields: Any) -> Flywheel:
    """Set fields of a wheel's goal: `text`, `factor`, `metric`, `unit`, `target`, `by`.

    A goal in which nothing is left is no goal.

    Raises:
        CommandProblem: a value is out of range, `by` is no date (YYYY-MM-DD), or there is no such
            wheel or factor.
    """
    if wheel not in flywheel.wheels:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
    factor = fields.get("factor")
    if factor is not None and factor not in flywheel.factors:
        raise CommandProblem(tr("There is no factor {id}.", id=factor))
    _check_date(fields.get("by"))
    old = flywheel.wheels[wheel].goal or Goal()
    goal = with_fields(old, fields)
    return set_wheel(flywheel, wheel, goal=None if goal == Goal() else goal)


def set_metric(flywheel: Flywheel, factor: str, **fields: Any) -> Flywheel:
    """Set fields of a factor's metric: `name`, `unit`, `baseline`, `current`, `target`, `date`.

    A metric in which nothing is left is no metric.

    Raises:
        CommandProblem: a value is out of range, `date` is no date (YYYY-MM-DD), or there is no
            such factor.
    """
    if factor not in flywheel.factors:
        raise CommandProblem(tr("There is no factor {id}.", id=factor))
    _check_date(fields.get("date"))
    metric = with_fields(flywheel.factors[factor].metric or Metric(), fields)
    return set_factor(flywheel, [factor], metric=None if metric == Metric() else metric)


def lift_score(flywheel: Flywheel, factor: str, to: float = WELL_DONE) -> Flywheel:
    """The flywheel with this factor done as well as `to`; one done better stays as it is.

    Raises:
        CommandProblem: there is no such factor, it has no score, or `to` is out of range.
    """
    if factor not in flywheel.factors:
        raise CommandProblem(tr("There is no factor {id}.", id=factor))
    score = flywheel.factors[factor].score
    if score is None:
        raise CommandProblem(tr("This factor has no score to lift."))
    return set_factor(flywheel, [factor], score=max(score, to))


def _check_date(value: Any) -> None:
    if value is None or value == "":
        return
    try:
        if not _ISO_DATE.fullmatch(str(value)):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise CommandProblem(
            tr("A date is written like 2026-12-31, not {value}.", value=str(value)[:60])
        ) from None
