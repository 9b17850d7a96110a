"""`flywheel simulate`: run a flywheel and write its momentum and speeds, or a summary of them.

A row at a jump shows the value just after it. A spreadsheet runs a cell that begins with one of
=+-@; a text that does is written with an apostrophe before it, which a spreadsheet does not show.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from flywheel_studio.cli.arguments import Commands, declare, positive_number
from flywheel_studio.cli.console import STANDARD, Console, Status, WrongCall, finite
from flywheel_studio.cli.documents import must_not_replace, read_document, write_output
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.insight.milestones import Milestone
    from flywheel_studio.model.flywheel import Flywheel
    from flywheel_studio.simulation.spectrum import Growth
    from flywheel_studio.simulation.trajectory import Trajectory

# 10 factors at this many rows are 80 MB of numbers and twice that as text: room for every real
# question, and a typing error in --every does not fill the memory.
MAX_ROWS: Final = 1_000_000
FIXED_COLUMNS: Final = ("time", "momentum", "self_drive")
RUNNABLE: Final = ("=", "+", "-", "@", "\t", "\r")


def add_command(commands: Commands, common: argparse.ArgumentParser) -> None:
    parser = declare(commands, "simulate", tr("run a flywheel"), run, common=common)
    parser.add_argument("file", metavar=tr("FILE"), help=tr("the flywheel"))
    parser.add_argument(
        "--until",
        metavar="T",
        type=positive_number,
        help=tr("how long, in its time unit (as the file says)"),
    )
    parser.add_argument(
        "--every",
        metavar="DT",
        type=positive_number,
        help=tr("the time from row to row (as the file says)"),
    )
    parser.add_argument(
        "--set",
        metavar=tr("PATH=VALUE"),
        dest="changes",
        action="append",
        default=[],
        help=tr("change a value for this run alone, e.g. links.l1.weight=0.9"),
    )
    parser.add_argument("--scenario", metavar="NAME", help=tr("run this scenario of the file"))
    parser.add_argument(
        "-o", "--output", metavar="OUT.csv", help=tr("write a row for each time to this table")
    )
    parser.add_argument("--json", action="store_true", help=tr("print the summary as JSON"))


def run(args: argparse.Namespace, console: Console) -> Status:
    if args.json and args.output == STANDARD:
        raise WrongCall(tr("standard output takes the table or the summary, not both"))
    changes = dict(_change(word) for word in args.changes)
    if args.output is not None:
        must_not_replace(args.file, args.output)
    drawn, _ = read_document(args.file, console)
    flywheel = _changed(drawn, args.scenario, changes)
    until = args.until or flywheel.header.run.until
    every = args.every or flywheel.header.run.every
    if until / every > MAX_ROWS:
        raise WrongCall(
            tr("that would be more than {n} rows; give a larger --every", n=f"{MAX_ROWS:,}")
        )

    from flywheel_studio.simulation.momentum import RunProblem
    from flywheel_studio.simulation.momentum import run as turn
    from flywheel_studio.simulation.settings import dynamics_of

    with console.progress(tr("Running the flywheel")):
        try:
            trajectory = turn(dynamics_of(flywheel), until=until, every=every)
        except RunProblem as problem:
            raise WrongCall(str(problem)) from problem
        table = "".join(csv_lines(trajectory)) if args.output else ""
        periods = dominance_periods(flywheel, until, every) if args.json else []
    if args.output:
        write_output(args.output, table.encode(), console)
    if args.json:
        console.result_json(summary(trajectory, until, periods))
    elif args.output != STANDARD:
        for line in _words(flywheel, trajectory, until):
            console.line(line)
        if args.scenario is not None:
            try:
                console.line(_difference(drawn, flywheel, trajectory, args.scenario, every, until))
            except RunProblem as problem:
                console.remark(str(problem))
    return Status.DONE


def csv_lines(trajectory: Trajectory) -> Iterator[str]:
    """The table, a line at a time: time, momentum, self-drive, then one column a factor."""
    yield _line((*FIXED_COLUMNS, *map(_column, trajectory.factors)))
    rows = zip(
        trajectory.time.tolist(),
        trajectory.momentum.tolist(),
        trajectory.self_drive.tolist(),
        trajectory.speed.tolist(),
        strict=True,
    )
    for time, momentum, self_drive, speed in rows:
        yield _line((_digits(time), _digits(momentum), _digits(self_drive), *map(_digits, speed)))


def dominance_periods(flywheel: Flywheel, until: float, every: float) -> list[dict[str, Any]]:
    """Which loops drive it from when to when, one strongly connected part after the other.

    No loops mean that nothing moves. The search for loops is cut by count, never by the clock.
    """
    from flywheel_studio.analysis.causal_graph import causal_graph
    from flywheel_studio.analysis.loops import find_loops
    from flywheel_studio.insight.dominance import drive_of

    drive = drive_of(flywheel, find_loops(causal_graph(flywheel)).loops, until=until, every=every)
    return [
        {
            "from": period.begin,
            "to": period.end,
            "loops": list(period.loops),
            "share": period.share,
        }
        for component in range(drive.dominance.components)
        for period in drive.dominance.periods(component)
    ]


def summary(
    trajectory: Trajectory, until: float, dominance: list[dict[str, Any]]
) -> dict[str, Any]:
    """What `--json` prints; None where a number is infinite or not defined."""
    return {
        "until": until,
        "breakthrough": finite(trajectory.breakthrough),
        "doubling_time": finite(trajectory.doubling_time),
        "peak_momentum": finite(trajectory.peak_momentum),
        "final_momentum": finite(trajectory.final_momentum),
        "ran_away_at": finite(trajectory.ran_away_at),
        "dominance": dominance,
    }


def safe_text(text: str) -> str:
    """A text as a cell that no spreadsheet runs, quoted where CSV asks for it."""
    if text.startswith(RUNNABLE):
        text = f"'{text}"
    if any(char in text for char in ',"\n\r'):
        text = '"' + text.replace('"', '""') + '"'
    return text


def _column(factor: str) -> str:
    return safe_text(f"factor:{factor}" if factor in FIXED_COLUMNS else factor)


def _line(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\n"


def _digits(value: float) -> str:
    """17 significant digits bring back the same number; empty where there is none."""
    return "" if value != value else format(value, ".17g")


def _change(word: str) -> tuple[str, str]:
    path, equals, value = word.partition("=")
    if not (path and equals):
        raise WrongCall(tr("--set expects PATH=VALUE, not {word}", word=word))
    return path, value


def _changed(flywheel: Flywheel, scenario: str | None, changes: Mapping[str, str]) -> Flywheel:
    """The flywheel of this run: the scenario's changes, then those of the call.

    Raises:
        WrongCall: there is no such scenario or path, or the value does not fit it.
    """
    if scenario is None and not changes:
        return flywheel
    from flywheel_studio.simulation import scenarios

    try:
        if scenario is not None:
            flywheel = scenarios.scenario(flywheel, scenario)
        return scenarios.changed(flywheel, changes)
    except (scenarios.UnknownScenario, scenarios.UnknownPath, scenarios.BadValue) as problem:
        raise WrongCall(str(problem)) from problem


def _words(flywheel: Flywheel, trajectory: Trajectory, until: float) -> Iterator[str]:
    """The summary for a person: one fact a line."""
    from flywheel_studio.insight.milestones import milestones_of, pace_words
    from flywheel_studio.insight.numbers import duration, number
    from flywheel_studio.insight.run_shape import stands_still
    from flywheel_studio.simulation.settings import dynamics_of
    from flywheel_studio.simulation.spectrum import growth_of

    growth = growth_of(dynamics_of(flywheel))
    unit = flywheel.header.time_unit
    yield tr("It ran for {time}.", time=duration(until, unit))
    yield tr(
        "Momentum: {end} at the end, {peak} at its peak.",
        end=number(trajectory.final_momentum),
        peak=number(trajectory.peak_momentum),
    )
    pace = pace_words(trajectory, unit, growth)
    if pace:
        yield pace
    milestones = milestones_of(flywheel, trajectory, growth)
    if stands_still(trajectory):
        yield tr("Nothing pushes it.")
    else:
        yield from _breakthrough_words(milestones, growth, unit)
    for milestone in milestones:
        if milestone.kind in ("standstill", "swings", "plateau", "pace", "goal"):
            yield milestone.sentence
    if trajectory.ran_away_at is not None:
        yield tr(
            "The wheel ran away at t = {time}; the run ends there.",
            time=number(trajectory.ran_away_at),
        )


def _breakthrough_words(
    milestones: Sequence[Milestone], growth: Growth, unit: str
) -> Iterator[str]:
    """When it turns mostly by itself, and whether it loses that again."""
    from flywheel_studio.insight.sentences import growth_words

    told = [one.sentence for one in milestones if one.kind in ("breakthrough", "lost")]
    if growth.swings:
        yield growth_words(growth, unit)
    elif told:
        yield from told
    elif not any(one.kind == "pace" for one in milestones):
        yield tr("It never comes to turn mostly by itself.")


def _difference(
    drawn: Flywheel,
    flywheel: Flywheel,
    trajectory: Trajectory,
    name: str,
    every: float,
    until: float,
) -> str:
    """What a scenario (and the changes of the call) make of the drawing as it stands.

    Raises:
        RunProblem: the drawing as it stands cannot be run.
    """
    from flywheel_studio.insight.comparison import Course, difference
    from flywheel_studio.simulation.momentum import run as turn
    from flywheel_studio.simulation.settings import dynamics_of
    from flywheel_studio.simulation.spectrum import growth_of

    before, after = dynamics_of(drawn), dynamics_of(flywheel)
    scenario = drawn.scenarios.get(name)
    return difference(
        name if scenario is None else scenario.name or name,
        Course(drawn, turn(before, until=until, every=every), growth_of(before)),
        Course(flywheel, trajectory, growth_of(after)),
    )
