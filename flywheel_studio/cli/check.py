"""`flywheel check`: the loops, what they gain, whether the wheel turns by itself, and what is amiss.

The search for loops is cut by their count, never by the clock, so that the same file says the same
on every machine.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from flywheel_studio.cli.arguments import Commands, declare
from flywheel_studio.cli.console import Console, Status, finite
from flywheel_studio.cli.documents import read_document
from flywheel_studio.language.translate import ntr, tr

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.insight.analysis_report import Analysis
    from flywheel_studio.model.finding import Finding
    from flywheel_studio.model.flywheel import Flywheel

# Nobody reads ten thousand loops off a terminal.
MOST_TOLD: Final = 40

# The strongest levers; the others move less and --json has them.
LEVERS_TOLD: Final = 3

# For each factor a row of all others: a hundred times a hundred is enough for any drawing one reads.
MOST_PUSHED: Final = 100

# From the mildest: what each choice of --fail-on counts.
FAILS_ON: Final = {
    "never": frozenset[str](),
    "error": frozenset({"error"}),
    "warning": frozenset({"error", "warning"}),
}


def add_command(commands: Commands, common: argparse.ArgumentParser) -> None:
    parser = declare(
        commands, "check", tr("list loops, growth and what is amiss"), run, common=common
    )
    parser.add_argument("file", metavar=tr("FILE"), help=tr("the flywheel"))
    parser.add_argument("--json", action="store_true", help=tr("as one JSON object"))
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "never"),
        default="error",
        help=tr("end with status 1 where something this grave is found (error)"),
    )


def run(args: argparse.Namespace, console: Console) -> Status:
    flywheel, mended = read_document(args.file, console, tells_findings=False)

    from flywheel_studio.insight.analysis_report import analyse

    with console.progress(tr("Looking for loops")):
        analysis = analyse(flywheel, reading_findings=mended)
    if args.json:
        console.result_json(as_json(flywheel, analysis))
    else:
        for line in _words(flywheel, analysis):
            console.line(line)
    grave = FAILS_ON[args.fail_on]
    found = any(finding.severity in grave for finding in analysis.findings)
    return Status.FOUND if found else Status.DONE


def as_json(flywheel: Flywheel, analysis: Analysis) -> dict[str, Any]:
    """What `--json` prints; None where a number is infinite or not defined."""
    report, growth = analysis.loops, analysis.growth
    names = loop_names(flywheel)
    return {
        "title": flywheel.header.title,
        "factors": len(flywheel.factors),
        "links": len(flywheel.links),
        "loops": [
            {
                "id": loop.id,
                "kind": loop.kind,
                "factors": list(loop.factors),
                "links": list(loop.links),
                "gain": finite(loop.gain),
                "turn_time": finite(loop.turn_time),
                "name": names.get(from_its_first(loop.links), ""),
            }
            for loop in report.loops
        ],
        "loops_complete": not report.is_truncated,
        "loops_complete_to": report.complete_to if report.is_truncated else None,
        "growth_rate": finite(growth.rate),
        "oscillation_period": finite(growth.oscillation_period),
        "step_gain": finite(growth.step_gain),
        "self_sustaining": growth.is_self_sustaining,
        "levers": [
            {"kind": lever.kind, "of": lever.of, "effect": lever.effect}
            for lever in analysis.levers.levers
        ],
        "long_run": long_run_json(flywheel),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "factors": list(finding.factors),
                "links": list(finding.links),
                "fix": finding.fix,
            }
            for finding in analysis.findings
        ],
    }


def long_run_json(flywheel: Flywheel) -> list[dict[str, Any]] | None:
    """For each factor what a lasting push on it does to each that it reaches; None for too many.

    `effects` by the signs of the drawing alone; `speeds` for a push of 1, None where the wheel does
    not settle.
    """
    if len(flywheel.factors) > MOST_PUSHED:
        return None
    from flywheel_studio.simulation.response import effects_of_push, long_runs
    from flywheel_studio.simulation.settings import dynamics_of

    dynamics = dynamics_of(flywheel)
    response = long_runs(dynamics)
    told = []
    for place, factor in enumerate(dynamics.factors):
        effects = effects_of_push(dynamics, factor)
        speeds = None
        if response is not None:
            column = dict(zip(dynamics.factors, response[:, place].tolist(), strict=True))
            speeds = {key: column[key] for key in effects}
        told.append({"push": factor, "effects": effects, "speeds": speeds})
    return told


def loop_names(flywheel: Flywheel) -> dict[tuple[str, ...], str]:
    """The names that people gave to loops, by the loop's links from `from_its_first`."""
    return {from_its_first(named.links): named.name for named in flywheel.header.loops}


def from_its_first(links: tuple[str, ...]) -> tuple[str, ...]:
    """The links of a loop from its least id onwards: one loop, one spelling."""
    if not links:
        return links
    at = links.index(min(links))
    return links[at:] + links[:at]


def _words(flywheel: Flywheel, analysis: Analysis) -> Iterator[str]:
    """The result for a person, a line at a time."""
    from flywheel_studio.insight.sentences import (
        ceiling_words,
        growth_words,
        loops_words,
    )

    unit = flywheel.header.time_unit
    loops = analysis.loops.loops
    counts = ", ".join(
        (
            ntr("{n} factor", "{n} factors", len(flywheel.factors)),
            ntr("{n} link", "{n} links", len(flywheel.links)),
            loops_words(analysis.loops),
        )
    )
    yield f"{flywheel.header.title}: {counts}" if flywheel.header.title else counts
    names = loop_names(flywheel)
    yield from (_loop_words(flywheel, loop, names) for loop in loops[:MOST_TOLD])
    if len(loops) > MOST_TOLD:
        left_out = len(loops) - MOST_TOLD
        yield ntr("… and {n} more; --json has it", "… and {n} more; --json has them", left_out)
    yield growth_words(analysis.growth, unit)
    if slowed := ceiling_words(flywheel, analysis.growth):
        yield slowed
    yield from _levers_words(flywheel, analysis)
    for finding in analysis.findings:
        yield f"{_severity_words(finding)}: {finding.message}"
        if finding.fix:
            yield f"  → {finding.fix}"
    if aside := len(analysis.diagnosed.put_aside):
        yield ntr("{n} finding is put aside", "{n} findings are put aside", aside)


def _levers_words(flywheel: Flywheel, analysis: Analysis) -> Iterator[str]:
    """The strongest levers of a wheel that has a loop."""
    from flywheel_studio.insight.levers import levers_words, said_levers

    if not analysis.loops.count:
        return
    if why := levers_words(analysis.levers):
        yield why
    said = said_levers(flywheel, analysis.levers, analysis.growth.rate)
    yield from (lever.sentence for lever in said[:LEVERS_TOLD])


def _loop_words(flywheel: Flywheel, loop: Loop, names: Mapping[tuple[str, ...], str]) -> str:
    from flywheel_studio.insight.sentences import gain_words, loop_sentence, turn_words

    name = names.get(from_its_first(loop.links), "")
    numbers = f"{gain_words(loop)}, {turn_words(loop, flywheel.header.time_unit)}"
    return f"{f'{loop.id} {name}'.rstrip()}: {loop_sentence(flywheel, loop)} ({numbers})"


def _severity_words(finding: Finding) -> str:
    return {"error": tr("error"), "warning": tr("warning"), "advice": tr("advice")}[
        finding.severity
    ]
