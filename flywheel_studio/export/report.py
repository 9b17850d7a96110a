"""Reports: of one flywheel, of the whole portfolio, of what people do for it.

A report is told in the language of its document, so the drawing is looked at anew here: what the
window has found already was said in the language of the window. The search for loops is cut by
count, never by the clock: the same document gives the same report everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from flywheel_studio.drawing.alternative_text import describe
from flywheel_studio.export.card_parts import card_told, card_told_briefly, not_met_told, story_told
from flywheel_studio.export.report_blocks import (
    Block,
    Heading,
    Paragraph,
    PictureOf,
    Report,
)
from flywheel_studio.export.report_parts import (
    activities_counted,
    activities_told,
    economics_told,
    factors_told,
    filled_table,
    growth_told,
    in_short_told,
    links_told,
    loops_told,
    momentum_told,
    wheel_facts,
)
from flywheel_studio.export.shown_run import shown_run
from flywheel_studio.insight.activities import Filter, Grouping, activity_rows
from flywheel_studio.insight.analysis_report import Analysis, analyse
from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.portfolio import Portfolio, WheelRow, portfolio, wheel_title
from flywheel_studio.insight.scorecard import Scorecard, scorecards
from flywheel_studio.insight.sentences import factor_name, growth_words
from flywheel_studio.insight.words import (
    growth_in_short,
    in_one_line,
    stage_words,
    status_words,
)
from flywheel_studio.language.translate import ntr, speaking, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken


def flywheel_report(
    flywheel: Flywheel, *, wheel: str | None = None, stop: StopToken = NEVER
) -> Report:
    """All there is to say of a flywheel: picture, loops, scorecard, growth, momentum, checklist.

    Args:
        wheel: only this wheel of the paper; None: all of them.

    Raises:
        KeyError: there is no such wheel.
        Cancelled: `stop` was set.
    """
    _must_hold(flywheel, wheel)
    with speaking(flywheel.header.language):
        analysis = analyse(flywheel, stop=stop)
        return _report(
            flywheel,
            _title(flywheel, wheel),
            _flywheel_blocks(flywheel, analysis, wheel, stop),
        )


def _must_hold(flywheel: Flywheel, wheel: str | None) -> None:
    """Raises: KeyError: a wheel is asked for that is not on the paper."""
    if wheel is not None and wheel not in flywheel.wheels:
        raise KeyError(wheel)


def portfolio_report(flywheel: Flywheel, *, stop: StopToken = NEVER) -> Report:
    """Every wheel with owner, stage, status, purpose, goal, loops, growth and weakest factor.

    Raises:
        Cancelled: `stop` was set.
    """
    with speaking(flywheel.header.language):
        analysis = analyse(flywheel, stop=stop)
        title = tr("{title}: the portfolio", title=_title(flywheel, None))
        blocks = _portfolio_blocks(flywheel, analysis, stop)
        return _report(flywheel, title, blocks)


def activities_report(
    flywheel: Flywheel, *, wanted: Filter | None = None, by: Grouping = "factor"
) -> Report:
    """The checklist: print it, sit down with the team, tick what you do, mark the focus."""
    with speaking(flywheel.header.language):
        title = tr("{title}: activities", title=_title(flywheel, None))
        return _report(flywheel, title, _activities_blocks(flywheel, wanted, by))


def _report(flywheel: Flywheel, title: str, blocks: Iterator[Block]) -> Report:
    return Report(
        title=title,
        language=flywheel.header.language,
        blocks=(Heading(1, title), *blocks),
    )


def _title(flywheel: Flywheel, wheel: str | None) -> str:
    if wheel is not None:
        return wheel_title(flywheel, wheel)
    return in_one_line(flywheel.header.title) or tr("Untitled flywheel")


def _flywheel_blocks(
    flywheel: Flywheel, analysis: Analysis, wheel: str | None, stop: StopToken
) -> Iterator[Block]:
    members = _members(flywheel, wheel)
    loops = [
        loop
        for loop in analysis.loops.loops
        if wheel is None or not members.isdisjoint(loop.factors)
    ]
    if flywheel.header.description.strip() and wheel is None:
        yield Paragraph(flywheel.header.description.strip())
    yield PictureOf(wheel, describe(flywheel))
    cards = [c for c in scorecards(flywheel, analysis) if wheel is None or c.wheel == wheel]
    if len(cards) == 1 and cards[0].wheel is not None:
        yield from wheel_facts(flywheel, cards[0].wheel)
    stop.raise_if_set()
    run = shown_run(flywheel, analysis.loops.loops, stop)
    yield from in_short_told(flywheel, analysis, run, cards, 2)
    yield from loops_told(flywheel, analysis, loops, 2)
    if len(cards) == 1:
        yield from story_told(cards[0], 2)
        yield from card_told(cards[0], 2)
    else:
        for number, card in enumerate(cards):
            yield from _page(flywheel, card, is_brief=number > 0)
    yield from growth_told(flywheel, analysis, 2)
    yield from momentum_told(flywheel, run, analysis.growth, 2)
    yield from factors_told(flywheel, members, 2)
    yield from links_told(flywheel, members, 2)
    rows = activity_rows(flywheel, Filter(wheel=wheel))
    if rows:
        yield Heading(2, tr("Activities"))
        yield from activities_counted(rows, _currency(flywheel))
        yield from activities_told(rows, "factor", 3)
    yield from economics_told(flywheel, 2)


def _page(flywheel: Flywheel, card: Scorecard, *, is_brief: bool) -> Iterator[Block]:
    """The facts, story and rules of one of several wheels, under its name."""
    yield Heading(2, card.title)
    if card.wheel is not None:
        yield from wheel_facts(flywheel, card.wheel)
    yield from story_told(card, 3)
    yield from card_told_briefly(card, 3) if is_brief else card_told(card, 3)


def _portfolio_blocks(flywheel: Flywheel, analysis: Analysis, stop: StopToken) -> Iterator[Block]:
    found = portfolio(flywheel, analysis, stop)
    if flywheel.header.description.strip():
        yield Paragraph(flywheel.header.description.strip())
    yield PictureOf(None, describe(flywheel))
    if not found.wheels:
        yield Paragraph(tr("There is no wheel."))
        return
    yield Heading(2, tr("All wheels"))
    heads = (
        tr("Wheel"), tr("Serves"), tr("Owner"), tr("Stage"), tr("Status"), tr("Loops"),
        tr("Growth"), tr("Weakest factor"),
    )  # fmt: skip
    yield filled_table(
        heads,
        [_wheel_cells(flywheel, row, found) for row in found.wheels],
        numbers=frozenset({5}),
    )
    if found.shared:
        yield Paragraph(
            ntr(
                "{n} loop runs through several wheels.",
                "{n} loops run through several wheels.",
                found.shared,
            )
        )
    cards = {card.wheel: card for card in scorecards(flywheel, analysis)}
    for row in found.wheels:
        stop.raise_if_set()
        yield Heading(2, row.title)
        yield from wheel_facts(flywheel, row.id)
        if row.growth is None:
            yield Paragraph(tr("It has no factor yet."))
            continue
        alone = growth_words(row.growth, flywheel.header.time_unit)
        yield Paragraph(tr("By itself, without the other wheels: {growth}", growth=alone))
        card = cards.get(row.id)
        if card is not None:
            yield from story_told(card, 3)
            yield from not_met_told(card, 3)


def _activities_blocks(flywheel: Flywheel, wanted: Filter | None, by: Grouping) -> Iterator[Block]:
    rows = activity_rows(flywheel, wanted)
    if not rows:
        yield Paragraph(tr("There are no activities."))
        return
    yield from activities_counted(rows, _currency(flywheel))
    yield from activities_told(rows, by, 2)


def _wheel_cells(flywheel: Flywheel, row: WheelRow, found: Portfolio) -> tuple[str, ...]:
    loops = number(row.reinforcing + row.balancing)
    growth = "" if row.growth is None else growth_in_short(row.growth, flywheel.header.time_unit)
    return (
        f"{'– ' * row.depth}{row.title}",
        row.serves,
        row.owner,
        stage_words(row.stage),
        status_words(row.status),
        tr("at least {n}", n=loops) if found.is_cut else loops,
        growth,
        factor_name(flywheel, row.weakest) if row.weakest else "",
    )


def _members(flywheel: Flywheel, wheel: str | None) -> frozenset[str]:
    if wheel is None:
        return frozenset(flywheel.factors)
    first = flywheel.first_wheel
    homes = (wheel, None) if first is not None and first.id == wheel else (wheel,)
    return frozenset(f.id for home in homes for f in flywheel.factors_of.get(home, ()))


def _currency(flywheel: Flywheel) -> str:
    return in_one_line(flywheel.header.economics.currency) if flywheel.header.economics else ""
