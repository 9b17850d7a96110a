"""What was found, in words that can be read aloud.

Labels are names that nobody can inflect: "Sellers", "Lower prices", "Business case proven". So each
stands in quotation marks, as one thing with a name, and every verb is in the singular: "“Sellers”
lifts “Selection”, which lifts …".
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.numbers import duration, each, number, percent
from flywheel_studio.insight.swings import swing_words
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Link
from flywheel_studio.model.weight_range import has_range

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop, LoopReport
    from flywheel_studio.simulation.spectrum import Growth

# A longer loop is told by its beginning and its end: nobody hears out a sentence of 30 clauses.
LONGEST_TOLD: Final = 12
_TOLD_FIRST: Final = 8
_TOLD_LAST: Final = 2
# Growth that would round to nothing, or that no one can picture.
_LEAST_SHARE: Final = 5e-5
_MOST_SHARE: Final = 1e4


def factor_name(flywheel: Flywheel, factor: str) -> str:
    """The factor's label in one line; a word for "nameless" where it has none."""
    return " ".join(flywheel.factors[factor].label.split()) or tr("unnamed factor")


def quoted_name(flywheel: Flywheel, factor: str) -> str:
    """The factor's name as a sentence says it: in quotes, so that no verb agrees with a plural."""
    return tr("“{name}”", name=factor_name(flywheel, factor))


def loop_sentence(flywheel: Flywheel, loop: Loop) -> str:
    """The loop told from its first factor going up, once round.

    "“Traffic” lifts “Sellers”, which lifts “Selection”, which lifts “Traffic” again." After a
    negative link the story goes on with less of that; a balancing loop ends by bringing its
    beginning back down. Loops of over twelve factors leave the middle out.
    """
    names = [factor_name(flywheel, factor) for factor in (*loop.factors[1:], loop.factors[0])]
    ups = []
    is_up = True
    for link in loop.links:
        is_up ^= flywheel.links[link].is_negative
        ups.append(is_up)
    if len(loop.links) == 1:
        if is_up:
            return tr("“{cause}” lifts itself.", cause=names[0])
        return tr("“{cause}” lowers itself.", cause=names[0])
    clauses = [_first_clause(names[-1], names[0], ups[0])]
    clauses += [
        _next_clause(was_up, name, is_up)
        for was_up, name, is_up in zip(ups, names[1:-1], ups[1:-1], strict=False)
    ]
    if len(loop.factors) > LONGEST_TOLD:
        left_out = len(clauses) - _TOLD_FIRST - _TOLD_LAST
        clauses[_TOLD_FIRST:-_TOLD_LAST] = [
            ntr(", and so on by way of {n} more", ", and so on by way of {n} more", left_out)
        ]
    return "".join([*clauses, _last_clause(ups[-2], names[-1], is_up)])


def loop_ring(flywheel: Flywheel, loop: Loop) -> str:
    """The loop in one short line: "Traffic → Sellers → Selection → Traffic"."""
    names = [factor_name(flywheel, factor) for factor in loop.factors]
    if len(names) > LONGEST_TOLD:
        names[_TOLD_FIRST:-_TOLD_LAST] = ["…"]
    return " → ".join([*names, names[0]])


def loop_name(loop: Loop) -> str:
    """What assistive technology calls the loop: "R1, reinforcing loop of 4 links"."""
    n = len(loop.links)
    if loop.is_reinforcing:
        return ntr(
            "{id}, reinforcing loop of {n} link",
            "{id}, reinforcing loop of {n} links",
            n,
            id=loop.id,
        )
    return ntr(
        "{id}, balancing loop of {n} link", "{id}, balancing loop of {n} links", n, id=loop.id
    )


def link_sentence(flywheel: Flywheel, link: str) -> str:
    """What the link says: "“Traffic” lifts “Sellers”."."""
    record = flywheel.links[link]
    source, target = (factor_name(flywheel, end) for end in (record.source, record.target))
    return f"{_first_clause(source, target, not record.is_negative)}."


def link_headline(flywheel: Flywheel, link: str) -> str:
    """What the link says, as a heading: "Traffic → Sellers", "Price → Demand ↓"."""
    record = flywheel.links[link]
    source, target = (factor_name(flywheel, end) for end in (record.source, record.target))
    return f"{source} → {target}{' ↓' if record.is_negative else ''}"


def range_sentence(link: Link) -> str:
    """How far the strength may be off; "" where it is sure."""
    if not has_range(link):
        return ""
    return tr(
        "Its strength is likely {weight}, at least {low} and at most {high}.",
        weight=number(link.weight),
        low=number(link.weight if link.weight_low is None else link.weight_low),
        high=number(link.weight if link.weight_high is None else link.weight_high),
    )


def loops_words(report: LoopReport) -> str:
    """How many loops there are, and how far that can be trusted."""
    if not report.is_truncated:
        return ntr("{n} loop", "{n} loops", report.count) if report.count else tr("no loop")
    at_least = ntr("at least {n} loop", "at least {n} loops", report.count)
    complete = report.complete_to or 0
    if complete < 1:
        return at_least
    return tr(
        "{loops}; complete up to {links}",
        loops=at_least,
        links=ntr("{n} link", "{n} links", complete),
    )


def gain_words(loop: Loop) -> str:
    """What a push comes back as: "one unit comes back as 1.8 after one turn"."""
    if math.isinf(loop.gain):
        return tr("without friction on it, one unit comes back without limit")
    if loop.gain == 0:
        return tr("nothing comes back: a link on it passes nothing on")
    return tr("one unit comes back as {gain} after one turn", gain=number(loop.gain))


def turn_words(loop: Loop, unit: str) -> str:
    """How long one turn takes: "one turn takes 8 months"."""
    if math.isinf(loop.turn_time):
        return tr("without friction on it, one turn never ends")
    return tr("one turn takes {duration}", duration=duration(loop.turn_time, unit))


def growth_words(growth: Growth, unit: str) -> str:
    """Whether the wheel goes on by itself, and how fast it grows or fades, or how it swings.

    Args:
        unit: the document's time unit; the growth is told per such unit, `e^λ − 1` in percent.
    """
    if growth.climbs:
        return tr(
            "It coasts in parts that follow each other: pushed in the first, the last grows and grows."
        )
    often = each(unit)
    match growth.way:
        case "swings wider":
            first = tr("It does not grow, it swings ever wider.")
        case "swings on":
            first = tr("It neither grows nor fades, it swings on and on.")
        case "swings out":
            first = tr("It swings and dies out when nobody pushes.")
        case "stands":
            return tr("It coasts: pushed once, it keeps turning and neither grows nor fades.")
        case "grows":
            share = math.expm1(growth.rate) if growth.rate < 700 else math.inf
            if share > _MOST_SHARE:
                return tr("It keeps itself going and grows beyond all measure.")
            if share < _LEAST_SHARE:
                return tr("It keeps itself going and grows ever so slightly.")
            return tr(
                "It keeps itself going and grows {share} {each_unit}.",
                share=percent(share),
                each_unit=often,
            )
        case _:
            share = -math.expm1(growth.rate)
            if share < _LEAST_SHARE:
                return tr("It runs down ever so slowly when nobody pushes.")
            return tr(
                "It runs down: it loses {share} {each_unit} when nobody pushes.",
                share=percent(share),
                each_unit=often,
            )
    return f"{first} {swing_words(growth, unit)}"


def has_ceilings(flywheel: Flywheel) -> bool:
    """Whether any factor has a capacity."""
    return any(factor.capacity is not None for factor in flywheel.factors.values())


def ceiling_words(flywheel: Flywheel, growth: Growth) -> str:
    """That the growth rate holds only near rest; "" where it fades or nothing has a ceiling."""
    if growth.verdict != "accelerates" or not has_ceilings(flywheel):
        return ""
    if growth.swings:
        # A ceiling stops what lifts, and a swing goes down as well: what is left of it a run shows.
        return tr("Ceilings are left out of this.")
    return tr("That is its pace at the beginning, until ceilings slow it.")


def _first_clause(cause: str, effect: str, is_up: bool) -> str:
    if is_up:
        return tr("“{cause}” lifts “{effect}”", cause=cause, effect=effect)
    return tr("“{cause}” lowers “{effect}”", cause=cause, effect=effect)


def _next_clause(was_up: bool, effect: str, is_up: bool) -> str:
    """What more (`was_up`) or less of the factor before does."""
    match was_up, is_up:
        case True, True:
            return tr(", which lifts “{effect}”", effect=effect)
        case True, False:
            return tr(", which lowers “{effect}”", effect=effect)
        case False, True:
            return tr(", and less of that lifts “{effect}”", effect=effect)
    return tr(", and less of that lowers “{effect}”", effect=effect)


def _last_clause(was_up: bool, effect: str, is_up: bool) -> str:
    """The same, back at the beginning of the loop."""
    match was_up, is_up:
        case True, True:
            return tr(", which lifts “{effect}” again.", effect=effect)
        case True, False:
            return tr(", which brings “{effect}” back down.", effect=effect)
        case False, True:
            return tr(", and less of that lifts “{effect}” again.", effect=effect)
    return tr(", and less of that brings “{effect}” back down.", effect=effect)
