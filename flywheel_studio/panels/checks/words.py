"""What stands above the list of checks: how many things there are to look at, or why none is."""

from __future__ import annotations

from collections.abc import Sequence

from flywheel_studio.insight.checks.diagnosis import Diagnosis
from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.sentences import loop_ring
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.checks.fix_preview import growth_line
from flywheel_studio.session.live_results import Results


def heading(results: Results, shown: Sequence[Diagnosis], aside: int) -> tuple[str, str, str]:
    """The headline, the line below it, and the praise where nothing is amiss; "" for none.

    Args:
        aside: how many findings were put aside.
    """
    if shown:
        n = len(shown)
        return ntr("{n} thing to look at", "{n} things to look at", n), _counted(shown), ""
    if len(results.flywheel.factors) < 2:
        return (
            tr("Nothing to check yet"),
            "",
            tr("Draw two factors and a link: what makes a good flywheel is checked as you go."),
        )
    return tr("Well done"), "", _praise(results, aside)


def _counted(shown: Sequence[Diagnosis]) -> str:
    severities = [each.finding.severity for each in shown]
    errors, warnings = severities.count("error"), severities.count("warning")
    advice = severities.count("advice")
    parts = []
    if errors:
        parts.append(ntr("{n} error", "{n} errors", errors))
    if warnings:
        parts.append(ntr("{n} warning", "{n} warnings", warnings))
    if advice:
        parts.append(ntr("{n} piece of advice", "{n} pieces of advice", advice))
    return " · ".join(parts)


def _praise(results: Results, aside: int) -> str:
    """Why nothing is amiss: the loop that turns it and how it grows."""
    parts = []
    loop = results.main_loop
    if loop is not None:
        parts.append(
            tr(
                "It is a flywheel: what comes out drives the beginning. {ring}.",
                ring=loop_ring(results.flywheel, loop),
            )
        )
    parts.append(growth_line(results))
    if aside:
        parts.append(
            ntr(
                "{number} finding was put aside.",
                "{number} findings were put aside.",
                aside,
                number=number(aside),
            )
        )
    else:
        parts.append(tr("Every rule of a good flywheel is met."))
    return "\n\n".join(parts)
