"""`flywheel check`: the loops, what they gain, whether the wheel turns by itself, and what is amiss.

The search for loops is cut by their count, never by the clock, so that the same file says the same
on every machine.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from flywheel_studio.cli.arguments import Commands, declare
from flywheel_studio.cli.console import Console, Status, finite
from flywheel_studio.cli.documents import read_document
from flywheel_studio.language.translate import ntr, tr

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop, LoopReport
    from flywheel_studio.model.finding import Finding
    from flywheel_studio.model.flywheel import Flywheel
    from flywheel_studio.simulation.spectrum import Growth

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
    flywheel, findings = read_document(args.file, console, tells_findings=False)

    from flywheel_studio.analysis.causal_graph import causal_graph
    from flywheel_studio.analysis.loops import find_loops
    from flywheel_studio.simulation.settings import dynamics_of
    from flywheel_studio.simulation.spectrum import growth_of

    with console.progress(tr("Looking for loops")):
        report = find_loops(causal_graph(flywheel))
    with console.progress(tr("Computing the growth")):
        growth = growth_of(dynamics_of(flywheel))
    if args.json:
        console.result_json(as_json(flywheel, report, growth, findings))
    else:
        for line in _words(flywheel, report, growth, findings):
            console.result(line)
    grave = FAILS_ON[args.fail_on]
    return Status.FOUND if any(f.severity in grave for f in findings) else Status.DONE


def as_json(
    flywheel: Flywheel, report: LoopReport, growth: Growth, findings: Sequence[Finding]
) -> dict[str, Any]:
    """What `--json` prints; None where a number is infinite or not defined."""
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
        "levers": [],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "factors": list(finding.factors),
                "links": list(finding.links),
                "fix": finding.fix,
            }
            for finding in findings
        ],
    }


def loop_names(flywheel: Flywheel) -> dict[tuple[str, ...], str]:
    """The names that people gave to loops, by the loop's links from `from_its_first`."""
    return {from_its_first(named.links): named.name for named in flywheel.header.loops}


def from_its_first(links: tuple[str, ...]) -> tuple[str, ...]:
    """The links of a loop from its least id onwards: one loop, one spelling."""
    if not links:
        return links
    at = links.index(min(links))
    return links[at:] + links[:at]


def _words(
    flywheel: Flywheel, report: LoopReport, growth: Growth, findings: Sequence[Finding]
) -> list[str]:
    """The result for a person."""
    names = loop_names(flywheel)
    factors = ntr("{n} factor", "{n} factors", len(flywheel.factors))
    links = ntr("{n} link", "{n} links", len(flywheel.links))
    lines = [f"{flywheel.header.title or tr('Untitled')}: {factors}, {links}"]
    lines += [_loop_words(flywheel, loop, names) for loop in report.loops]
    if not report.loops:
        lines.append(tr("no loops: nothing comes back"))
    if report.is_truncated:
        lines.append(
            tr(
                "there are more loops; those of up to {n} links are all listed",
                n=report.complete_to or 0,
            )
        )
    lines.append(_growth_words(growth, flywheel.header.time_unit))
    lines += [f"{_severity_words(finding)}: {finding.message}" for finding in findings]
    return lines


def _loop_words(flywheel: Flywheel, loop: Loop, names: dict[tuple[str, ...], str]) -> str:
    from flywheel_studio.insight.sentences import loop_sentence

    name = names.get(from_its_first(loop.links), "")
    gain = tr("gain {gain}, one turn {time}", gain=f"{loop.gain:.4g}", time=f"{loop.turn_time:.4g}")
    return f"{f'{loop.id} {name}'.rstrip()}: {loop_sentence(flywheel, loop)} ({gain})"


def _growth_words(growth: Growth, unit: str) -> str:
    from flywheel_studio.insight.sentences import growth_words

    return growth_words(growth, unit)


def _severity_words(finding: Finding) -> str:
    return {"error": tr("error"), "warning": tr("warning"), "advice": tr("advice")}[
        finding.severity
    ]
