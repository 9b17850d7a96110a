"""What it takes to hold the wheel, what it bears, how sure it is, and what a knock does, in words.

These are answers to "what happens if …" that need no scenario of their own. The knock is the doom loop: the
same wheel, which multiplies bad news exactly as it multiplies good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from flywheel_studio.insight.numbers import duration, moment, number, percent
from flywheel_studio.insight.sentences import quoted_name
from flywheel_studio.insight.swings import never_settles, swing_words
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.simulation.settings import Dynamics

if TYPE_CHECKING:
    from flywheel_studio.simulation.response import BreakEvenPush, Effect
    from flywheel_studio.simulation.spectrum import Growth
    from flywheel_studio.simulation.trajectory import Trajectory
    from flywheel_studio.simulation.uncertainty import Uncertainty

KNOCK: Final = 1.0
_MOST_NAMED: Final = 4
_MOST_STANDSTILLS: Final = 3
# Friction that may change by less than this share is at its limit.
_AT_ITS_LIMIT: Final = 5e-4


def knocked(dynamics: Dynamics, factor: str, impulse: float = KNOCK) -> Dynamics:
    """The same wheel at rest, with nothing but one downward shove at the start.

    Pushes, shoves and initial speeds are left out: what is seen is what the links make of bad news.

    Args:
        impulse: of the shove, > 0, in time units.

    Raises:
        KeyError: there is no such factor.
    """
    none = np.zeros(0)
    nowhere = np.zeros(0, dtype=np.intp)
    still = replace(
        dynamics,
        initial=np.zeros(len(dynamics.factors)),
        push_factor=nowhere,
        push_strength=none,
        push_start=none,
        push_end=none,
        shove_factor=nowhere,
        shove_impulse=none,
        shove_time=none,
    )
    return still.with_shove(factor, -impulse)


def knock_sentences(
    flywheel: Flywheel, factor: str, growth: Growth, trajectory: Trajectory
) -> tuple[str, ...]:
    """What a knock does, from the run of `knocked` and the growth rate of the wheel."""
    unit = flywheel.header.time_unit
    name = quoted_name(flywheel, factor)
    match growth.way:
        case "grows":
            first = tr(
                "One knock on {factor}, and the same wheel turns downward by itself: "
                "what is lost doubles every {time}.",
                factor=name,
                time=duration(float(np.log(2)) / growth.rate, unit),
            )
        case "swings wider":
            first = tr(
                "One knock on {factor}, and the wheel swings ever wider, down and up. {swing}",
                factor=name,
                swing=swing_words(growth, unit),
            )
        case "swings on":
            first = tr(
                "One knock on {factor}, and the wheel swings on and on, down and up. {swing}",
                factor=name,
                swing=swing_words(growth, unit),
            )
        case "stands":
            first = tr(
                "One knock on {factor}, and the wheel stays down: it neither recovers nor falls on.",
                factor=name,
            )
        case "swings out":
            first = tr(
                "The wheel gets over a knock on {factor} by itself, but it swings for a while. {swing}",
                factor=name,
                swing=swing_words(growth, unit),
            )
        case _:
            first = tr("The wheel gets over a knock on {factor} by itself.", factor=name)
    stands = sorted((at, key) for key, at in trajectory.standstill.items())
    stands = [(at, key) for at, key in stands if key in flywheel.factors]
    told = [
        tr(
            "{factor} comes to a standstill in {moment}.",
            factor=quoted_name(flywheel, key),
            moment=moment(at, unit),
        )
        for at, key in stands[:_MOST_STANDSTILLS]
    ]
    if later := len(stands) - len(told):
        told.append(
            ntr(
                "{n} more follows, the last in {moment}.",
                "{n} more follow, the last in {moment}.",
                later,
                moment=moment(stands[-1][0], unit),
            )
        )
    return (first, *told)


def hold_words(flywheel: Flywheel, push: BreakEvenPush | None) -> str:
    """The least constant push that holds the momentum."""
    if push is None:
        return tr("No push on a single factor holds this wheel.")
    if push.strength == 0:
        said = tr("It needs no push to keep what it has.")
    else:
        said = tr(
            "A lasting push of {strength} on {factor} holds it where it is; on any other factor it "
            "takes as much or more.",
            strength=number(push.strength),
            factor=quoted_name(flywheel, push.factor),
        )
    if push.leaves_ceilings_out:
        return tr("{sentence} Ceilings are left out of this.", sentence=said)
    return said


def friction_words(
    scale: float | None, growth: Growth | None = None, border: Growth | None = None
) -> str:
    """How much friction the wheel bears, from `break_even_friction`; "" where there is no limit.

    Args:
        growth: of the wheel as it is. border: with its frictions multiplied by `scale`, where it may
            swing instead of coasting. None for a wheel that cannot swing.
    """
    if scale is None:
        return ""
    ends_in_swings = border is not None and border.swings
    if growth is not None and never_settles(growth):
        return _calming_words(scale)
    if abs(scale - 1) <= _AT_ITS_LIMIT:
        if ends_in_swings:
            return tr("Its friction is just what calms it: a little less and it swings ever wider.")
        return tr("Its friction is just what it bears: a little more and it runs down.")
    if scale > 1:
        if scale >= 2:
            times = number(scale, 2)
            if ends_in_swings:
                return tr(
                    "It bears less than {times} times its friction, then it swings.", times=times
                )
            return tr("It bears {times} times its friction before it runs down.", times=times)
        share = percent(scale - 1, 2)
        if ends_in_swings:
            return tr("It bears less than {share} more friction, then it swings.", share=share)
        return tr("It bears {share} more friction before it runs down.", share=share)
    share = percent(1 - scale, 2)
    if ends_in_swings:
        return tr("With {share} less friction it would swing ever wider.", share=share)
    return tr("With {share} less friction it would keep itself going.", share=share)


def _calming_words(scale: float) -> str:
    """How much more friction it takes until swings grow no more."""
    if scale - 1 <= _AT_ITS_LIMIT:
        return tr("With a little more friction its swings would die out.")
    if scale >= 2:
        return tr(
            "With {times} times its friction its swings would die out.", times=number(scale, 2)
        )
    return tr("With {share} more friction its swings would die out.", share=percent(scale - 1, 2))


def frictionless_words(flywheel: Flywheel, factors: Sequence[str]) -> str:
    """That factors of the main loop lose nothing, and what follows; "" where each loses some."""
    names = [quoted_name(flywheel, key) for key in factors if not flywheel.factors[key].friction]
    if not names:
        return ""
    return ntr(
        "{names} has no friction: what comes round the main loop is never used up there.",
        "{names} have no friction: what comes round the main loop is never used up there.",
        len(names),
        names=_listed(names),
    )


def chance_words(chance: float, of: int | None = None) -> str:
    """How likely the wheel keeps itself going, in the words for it.

    Args:
        of: how many wheels were looked at: none of 40 leaves room for three in 40 (the rule of three
            for a confidence of 95 %), so that few are never all but certain.

    Source: the likelihood scale of the IPCC (Mastrandrea et al. 2010, guidance note on
        uncertainties, table 1).
    """
    if of:
        chance = min(max(chance, 3.0 / of), 1.0 - 3.0 / of)
    if chance > 0.99:
        return tr("It is all but certain that the wheel keeps itself going.")
    if chance > 0.9:
        return tr("Very likely the wheel keeps itself going.")
    if chance > 0.66:
        return tr("Likely the wheel keeps itself going.")
    if chance >= 0.33:
        return tr("The wheel may keep itself going, or it may not.")
    if chance >= 0.1:
        return tr("It is unlikely that the wheel keeps itself going.")
    if chance >= 0.01:
        return tr("It is very unlikely that the wheel keeps itself going.")
    return tr("It is all but certain that the wheel does not keep itself going.")


def uncertainty_sentences(flywheel: Flywheel, found: Uncertainty) -> tuple[str, ...]:
    """How often the drawn wheels keep themselves going, and where their momentum ends."""
    unit = flywheel.header.time_unit
    count, share = number(found.chance_count, 6), percent(found.chance, 2)
    if found.chance_count < found.count:
        counted = tr(
            "Of {count} wheels, looked at closely out of {runs}, {share} keep themselves going.",
            share=share,
            count=count,
            runs=number(found.count, 6),
        )
    else:
        counted = tr(
            "Of {count} wheels with strengths drawn from their ranges {share} keep themselves going.",
            share=share,
            count=count,
        )
    said = [counted]
    if found.swinging > 0:
        said.append(
            tr(
                "{share} of them do not grow but swing ever wider.",
                share=percent(found.swinging, 2),
            )
        )
    band = found.momentum
    if len(band.time):
        said.append(
            tr(
                "In {moment} eight of ten have a momentum from {low} to {high}, and half of them "
                "more than {median}.",
                moment=moment(float(band.time[-1]), unit),
                low=number(float(band.low[-1])),
                high=number(float(band.high[-1])),
                median=number(float(band.median[-1])),
            )
        )
    if found.ran_away > 0:
        said.append(
            tr("{share} of the runs ran away before their end.", share=percent(found.ran_away, 2))
        )
    return tuple(said)


def push_sentences(
    flywheel: Flywheel, factor: str, effects: Mapping[str, Effect], growth: Growth | None = None
) -> tuple[str, ...]:
    """What a lasting push on a factor does to the others, from `effects_of_push`.

    Args:
        growth: of the wheel, where it is known: while it swings without end nothing of it lasts.
    """
    name = quoted_name(flywheel, factor)
    others = {key: effect for key, effect in effects.items() if key != factor}
    if not others:
        return (tr("A lasting push on {factor} reaches no other factor.", factor=name),)
    lifted, lowered, open_ = (
        [quoted_name(flywheel, key) for key, effect in others.items() if effect == wanted]
        for wanted in ("lifts", "lowers", "does not say")
    )
    said: list[str] = []
    if lifted:
        said.append(
            tr("A lasting push on {factor} lifts {names}.", factor=name, names=_listed(lifted))
        )
    if lowered:
        said.append(
            tr("A lasting push on {factor} lowers {names}.", factor=name, names=_listed(lowered))
        )
    if open_:
        said.append(
            tr(
                "What a lasting push on {factor} does to {names} the drawing does not say: "
                "there are ways of both signs.",
                factor=name,
                names=_listed(open_),
            )
        )
    if growth is not None and never_settles(growth):
        said.append(tr("That holds at first only: the wheel swings, and goes down as well as up."))
    return tuple(said)


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMED:
        first = ", ".join(names[: _MOST_NAMED - 1])
        return ntr(
            "{names} and {n} more",
            "{names} and {n} more",
            len(names) - _MOST_NAMED + 1,
            names=first,
        )
    if len(names) == 1:
        return names[0]
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
