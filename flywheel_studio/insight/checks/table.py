"""The rules in their order, and how a drawing is held to all of them.

A new rule is one function and one row. Findings come gravest first, then by the order of the rows,
then as the drawing has them. What the user put aside is found again each time and kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flywheel_studio.insight.checks.diagnosis import (
    Check,
    Diagnosed,
    Diagnosis,
    Remark,
    key_of,
    of_reading,
)
from flywheel_studio.insight.checks.examined import Examined
from flywheel_studio.insight.checks.loops_said import brake, cut_short, mixed_sign, said_otherwise
from flywheel_studio.insight.checks.motion import coasting, running_down, unlimited, weakest
from flywheel_studio.insight.checks.purpose import (
    economics,
    goal_off_loop,
    many_goals,
    no_goal,
    program_off_wheel,
    push_heavy,
)
from flywheel_studio.insight.checks.shape import (
    NOT_ON_A_LOOP,
    funnel,
    no_loop,
    not_everything_gains,
    not_on_a_loop,
    only_balancing,
    unconnected,
)
from flywheel_studio.insight.checks.story import (
    cross_owner,
    duplicate_factor,
    label_has_direction,
    no_reason,
    no_start,
    too_few,
    too_many,
    unproven,
)
from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import SEVERITIES, Finding

CHECKS: Final = (
    Check("funnel", "error", funnel),
    Check("no-loop", "error", no_loop),
    Check("only-balancing", "warning", only_balancing),
    Check("running-down", "warning", running_down),
    Check("coasting", "advice", coasting),
    Check("unlimited", "advice", unlimited),
    Check(NOT_ON_A_LOOP, "warning", not_on_a_loop),
    Check("unconnected", "warning", unconnected),
    Check("not-everything-gains", "advice", not_everything_gains),
    Check("too-many", "advice", too_many),
    Check("too-few", "advice", too_few),
    Check("no-start", "advice", no_start),
    Check("no-reason", "advice", no_reason),
    Check("unproven", "advice", unproven),
    Check("weakest", "warning", weakest),
    Check("brake", "advice", brake),
    Check("mixed-sign", "advice", mixed_sign),
    Check("label-has-direction", "advice", label_has_direction),
    Check("duplicate-factor", "warning", duplicate_factor),
    Check("no-goal", "advice", no_goal),
    Check("many-goals", "advice", many_goals),
    Check("goal-off-loop", "warning", goal_off_loop),
    Check("economics", "warning", economics),
    Check("push-heavy", "advice", push_heavy),
    Check("cross-owner", "advice", cross_owner),
    Check("program-off-wheel", "warning", program_off_wheel),
    Check("said-otherwise", "warning", said_otherwise),
    Check("cut-short", "advice", cut_short),
)


def diagnose(drawing: Examined, reading: Iterable[Finding] = ()) -> Diagnosed:
    """Everything that the rules find in a drawing, after what reading its file repaired.

    Raises:
        Cancelled: the drawing's stop token was set.
    """
    found = [of_reading(finding) for finding in reading]
    for check in CHECKS:
        drawing.stop.raise_if_set()
        found.extend(_diagnosis(drawing, check, remark) for remark in check.find(drawing))
    return apart(found, drawing.flywheel.header.dismissed)


def apart(found: Iterable[Diagnosis], dismissed: Iterable[str]) -> Diagnosed:
    """Diagnoses gravest first, those that the user put aside apart from the others."""
    aside = set(dismissed)
    ordered = sorted(found, key=lambda one: SEVERITIES.index(one.finding.severity))
    return Diagnosed(
        shown=tuple(one for one in ordered if one.key not in aside),
        put_aside=tuple(one for one in ordered if one.key in aside),
    )


def _diagnosis(drawing: Examined, check: Check, remark: Remark) -> Diagnosis:
    message = remark.message
    wheel = drawing.flywheel.wheels.get(remark.wheel or "")
    if wheel is not None and not remark.names_wheel and len(drawing.areas) > 1:
        title = " ".join(wheel.title.split()) or wheel.id
        message = tr("{wheel}: {words}", wheel=title, words=message)
    finding = Finding(
        code=check.code,
        severity=check.severity,
        message=message,
        factors=remark.factors,
        links=remark.links,
        fix=remark.fix,
    )
    return Diagnosis(
        finding=finding,
        key=key_of(check.code, *remark.about),
        words=remark.message,
        command=remark.command,
        focus=remark.focus,
        is_trial=remark.is_trial,
        wheel=remark.wheel,
    )
