"""The parts of a report, each from what analysis, simulation and people say of a drawing.

Every part yields blocks, and nothing at all where there is nothing to tell: no empty headings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.export.card_parts import rules_met
from flywheel_studio.export.report_blocks import (
    Block,
    Chart,
    Heading,
    Item,
    Items,
    Paragraph,
    Table,
)
from flywheel_studio.export.shown_run import ShownRun
from flywheel_studio.insight.activities import Grouping, Row, grouped, tally
from flywheel_studio.insight.analysis_report import Analysis
from flywheel_studio.insight.economics import economics_words, money, unit_economics
from flywheel_studio.insight.levers import levers_words, said_levers
from flywheel_studio.insight.milestones import milestones_of
from flywheel_studio.insight.numbers import number, percent
from flywheel_studio.insight.portfolio import wheel_title
from flywheel_studio.insight.scorecard import Scorecard
from flywheel_studio.insight.sentences import (
    ceiling_words,
    factor_name,
    gain_words,
    growth_words,
    link_sentence,
    loop_sentence,
    loops_words,
    quoted_name,
    turn_words,
)
from flywheel_studio.insight.words import (
    confidence_words,
    goal_words,
    in_one_line,
    kind_words,
    metric_words,
    stage_words,
    status_words,
)
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Link

if TYPE_CHECKING:
    from flywheel_studio.simulation.spectrum import Growth

MOST_LOOPS: Final = 40
MOST_LEVERS: Final = 8
# The kinds of moments that a summary names.
_TURNING_POINTS: Final = ("breakthrough", "lost", "plateau", "goal")
# Of a chart that is told as a table a reader takes in so many rows.
CHART_ROWS: Final = 240


def wheel_facts(flywheel: Flywheel, wheel: str) -> Iterator[Block]:
    """Purpose, goal, owner, stage and status of a wheel, and the wheel that it serves."""
    record = flywheel.wheels[wheel]
    facts = (
        (tr("Purpose"), in_one_line(record.purpose)),
        (tr("Goal"), goal_words(record.goal)),
        (tr("Owner"), in_one_line(record.owner)),
        (tr("Stage"), stage_words(record.stage)),
        (tr("Status"), status_words(record.status)),
        (tr("Serves"), wheel_title(flywheel, record.parent) if record.parent else ""),
    )
    told = tuple(Item(lead=name, text=words) for name, words in facts if words)
    if told:
        yield Items(told)


def loops_told(
    flywheel: Flywheel, analysis: Analysis, loops: Sequence[Loop], level: int
) -> Iterator[Block]:
    """The loops in sentences, with what they gain and how long a turn takes."""
    yield Heading(level, tr("Loops"))
    words = loops_words(analysis.loops)
    if not loops:
        yield Paragraph(tr("There is no loop."))
        return
    if analysis.loops.is_truncated:
        yield Paragraph(tr("The search for loops was cut short: {loops}.", loops=words))
    named = {frozenset(loop.links): loop.name.strip() for loop in flywheel.header.loops}
    unit = flywheel.header.time_unit
    items = []
    for loop in loops[:MOST_LOOPS]:
        name = in_one_line(named.get(frozenset(loop.links), ""))
        numbers = f"{gain_words(loop)}; {turn_words(loop, unit)}"
        items.append(
            Item(
                lead=f"{loop.id} {name}".rstrip(),
                text=loop_sentence(flywheel, loop),
                notes=(f"{numbers[:1].upper()}{numbers[1:]}.",),
            )
        )
    yield Items(tuple(items))
    if len(loops) > MOST_LOOPS:
        left = len(loops) - MOST_LOOPS
        yield Paragraph(ntr("… and {n} more loop.", "… and {n} more loops.", left))


def in_short_told(
    flywheel: Flywheel,
    analysis: Analysis,
    run: ShownRun | None,
    cards: Sequence[Scorecard],
    level: int,
) -> Iterator[Block]:
    """What a reader who stops here should know: does it turn, when, what helps most, what lacks."""
    if not flywheel.links:
        return
    said = [_growth(flywheel, analysis)]
    if run is not None and run.pushed is None:
        moments = milestones_of(flywheel, run.trajectory, analysis.growth)
        said += [moment.sentence for moment in moments if moment.kind in _TURNING_POINTS]
    levers = said_levers(flywheel, analysis.levers, analysis.growth.rate)
    said += [lever.sentence for lever in levers[:1]]
    if len(cards) == 1:
        said.append(rules_met(cards[0]))
    yield Heading(level, tr("In short"))
    yield Items(tuple(Item(text=sentence) for sentence in said))


def growth_told(flywheel: Flywheel, analysis: Analysis, level: int) -> Iterator[Block]:
    """Whether it goes on by itself, and what would change that most."""
    yield Heading(level, tr("Growth and levers"))
    yield Paragraph(_growth(flywheel, analysis))
    levers = said_levers(flywheel, analysis.levers, analysis.growth.rate)
    if levers:
        yield Items(tuple(Item(text=lever.sentence) for lever in levers[:MOST_LEVERS]))
    elif words := levers_words(analysis.levers):
        yield Paragraph(words)


def _growth(flywheel: Flywheel, analysis: Analysis) -> str:
    growth = growth_words(analysis.growth, flywheel.header.time_unit)
    return " ".join(filter(None, (growth, ceiling_words(flywheel, analysis.growth))))


def momentum_told(
    flywheel: Flywheel, run: ShownRun | None, growth: Growth, level: int
) -> Iterator[Block]:
    """What happens when it runs: the chart, and its moments in sentences."""
    if run is None:
        return
    yield Heading(level, tr("Momentum"))
    if run.pushed is not None:
        yield Paragraph(
            tr(
                "Shown is what one push on {factor} does.",
                factor=quoted_name(flywheel, run.pushed),
            )
        )
    trajectory = run.trajectory
    step = max(1, len(trajectory.time) // CHART_ROWS)
    yield Chart(
        times=tuple(float(time) for time in trajectory.time[::step]),
        momentum=tuple(float(value) for value in trajectory.momentum[::step]),
        unit=flywheel.header.time_unit,
        alternative=tr("The wheel's momentum over time."),
    )
    moments = milestones_of(flywheel, trajectory, growth)
    if moments:
        yield Items(tuple(Item(text=moment.sentence) for moment in moments))


def factors_told(flywheel: Flywheel, factors: Collection[str], level: int) -> Iterator[Block]:
    """Who owns what, how well it is done, how it is measured.

    Columns and rows that nobody has filled in are left out.
    """
    records = [
        factor
        for factor in flywheel.factors.values()
        if factor.id in factors
        and (
            factor.score is not None
            or any((in_one_line(factor.owner), metric_words(factor.metric)))
            or in_one_line(factor.note)
        )
    ]
    if not records:
        return
    yield Heading(level, tr("Factors"))
    yield filled_table(
        (tr("Factor"), tr("Owner"), tr("Score"), tr("Metric"), tr("Note")),
        [
            (
                factor_name(flywheel, factor.id),
                in_one_line(factor.owner),
                "" if factor.score is None else number(factor.score),
                metric_words(factor.metric),
                in_one_line(factor.note),
            )
            for factor in records
        ],
        numbers=frozenset({2}),
    )


def filled_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[int]
) -> Table:
    """A table without the columns that nobody has filled in."""
    kept = [n for n in range(len(heads)) if any(row[n] for row in rows)]
    return Table(
        heads=tuple(heads[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in rows),
        numbers=frozenset(kept.index(n) for n in numbers if n in kept),
    )


def links_told(flywheel: Flywheel, factors: Collection[str], level: int) -> Iterator[Block]:
    """Each link with its reason, how sure somebody is of it, and what speaks for it."""
    links = [
        link for link in flywheel.links.values() if link.source in factors or link.target in factors
    ]
    if not links:
        return
    yield Heading(level, tr("Links"))
    yield Items(tuple(_link_told(flywheel, link) for link in links))


def activities_told(rows: Sequence[Row], by: Grouping, level: int) -> Iterator[Block]:
    """The checklist under titles, as boxes to tick."""
    common = _common_strength(rows)
    for title, members in grouped(rows, by):
        yield Heading(level, title)
        yield Items(tuple(_activity_told(row, by, common) for row in members))


def activities_counted(rows: Sequence[Row], currency: str) -> Iterator[Block]:
    """How many there are, how many are active, pull and push; the strength that all share."""
    found = tally(rows)
    parts = [
        ntr("{n} activity", "{n} activities", found.count),
        ntr("{n} active", "{n} active", found.active),
        tr("{pull} pull and {push} push", pull=found.pull, push=found.push),
    ]
    if found.focus:
        parts.append(tr("{n} in focus", n=found.focus))
    if common := _common_strength(rows):
        parts.append(tr("each of strength {strength}", strength=number(common)))
    if found.cost is not None:
        parts.append(tr("the active ones cost {cost}", cost=money(found.cost, currency)))
    yield Paragraph(", ".join(parts) + ".")


def economics_told(flywheel: Flywheel, level: int) -> Iterator[Block]:
    """Unit economics: what follows, then the inputs."""
    record = flywheel.header.economics
    found = unit_economics(record)
    if record is None or found is None:
        return
    currency = record.currency
    inputs = (
        (tr("Marketing and sales"), _money(record.marketing_and_sales, currency)),
        (tr("New customers"), _number(record.new_customers)),
        (tr("Revenue per customer"), _money(record.revenue_per_customer, currency)),
        (tr("Gross margin"), "" if record.gross_margin is None else percent(record.gross_margin)),
        (tr("Churn"), "" if record.churn is None else percent(record.churn)),
    )
    rows = tuple((name, words) for name, words in inputs if words)
    if not rows:
        return
    yield Heading(level, tr("Unit economics"))
    if words := economics_words(found, flywheel.header.time_unit):
        yield Paragraph(words)
    yield Table((tr("Input"), tr("Value")), rows, frozenset({1}))


def _link_told(flywheel: Flywheel, link: Link) -> Item:
    notes = []
    if confidence := confidence_words(link.confidence):
        notes.append(tr("Confidence: {confidence}", confidence=confidence))
    for evidence in link.evidence:
        said = (evidence.text, evidence.date, evidence.source)
        words = ", ".join(filter(None, map(in_one_line, said)))
        if words:
            notes.append(tr("Evidence: {evidence}", evidence=words))
    if not link.active:
        notes.append(tr("switched off"))
    source, target = factor_name(flywheel, link.source), factor_name(flywheel, link.target)
    return Item(
        lead=f"{source} → {target}" + (" (−)" if link.is_negative else ""),
        text=in_one_line(link.reason) or link_sentence(flywheel, link.id),
        notes=tuple(notes),
    )


def _common_strength(rows: Sequence[Row]) -> float:
    """What every line would repeat; 0 where they differ."""
    strengths = {row.activity.strength for row in rows}
    return strengths.pop() if len(rows) > 1 and len(strengths) == 1 else 0.0


def _activity_told(row: Row, by: Grouping, common: float) -> Item:
    one = row.activity
    said = []
    if by != "factor":
        said.append(row.factor_name)
    if by != "group" and (group := in_one_line(one.group)):
        said.append(group)
    if by != "kind":
        said.append(kind_words(one.kind))
    if one.focus:
        said.append(tr("focus"))
    if metric := in_one_line(one.metric):
        said.append(tr("metric: {metric}", metric=metric))
    if one.strength and not common:
        said.append(tr("strength {strength}", strength=number(one.strength)))
    text = in_one_line(one.text) or tr("unnamed activity")
    return Item(text=f"{text} ({', '.join(said)})" if said else text, done=one.active)


def _money(value: float | None, currency: str) -> str:
    return "" if value is None else money(value, in_one_line(currency))


def _number(value: float | None) -> str:
    return "" if value is None else number(value)
