"""Does it turn? Whether it keeps going, what would make it, what limits it, what stalls it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from flywheel_studio.commands.factors import set_factor
from flywheel_studio.commands.goals import WELL_DONE, lift_score
from flywheel_studio.insight.checks.diagnosis import Focus, Remark
from flywheel_studio.insight.checks.examined import Examined
from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.sentences import growth_words
from flywheel_studio.insight.within import within
from flywheel_studio.language.translate import tr
from flywheel_studio.simulation.characteristic import part_of
from flywheel_studio.simulation.levers import levers_of
from flywheel_studio.simulation.settings import Dynamics, Indices, dynamics_of
from flywheel_studio.simulation.spectrum import growth_of, is_dear, part_roots

if TYPE_CHECKING:
    from flywheel_studio.insight.lift import Lift

# "Far below the rest": so many points of ten under the middle score.
FAR_BELOW: Final = 3.0
# A ceiling to begin with: eleven times today's pace.
FIRST_CAPACITY: Final = 10.0
_LIFTS: Final = 1e-12
_MOST_BRAKES: Final = 8


def running_down(drawing: Examined) -> Iterator[Remark]:
    """The growth rate is below 0: without pushes the wheel stops."""
    if drawing.is_begun and drawing.growth.verdict == "runs down":
        # Imported when asked for, here and below: most wheels grow, and a check starts with imports.
        from flywheel_studio.insight.lift import lift_to_rest

        lift = lift_to_rest(drawing.flywheel, drawing.dynamics, drawing.stop)
        yield _growth_remark(drawing, lift)


def coasting(drawing: Examined) -> Iterator[Remark]:
    """The growth rate is 0: the fix is the lever that raises it most, if it then grows."""
    if drawing.is_begun and drawing.growth.way == "swings on":
        yield _growth_remark(drawing, None)
    elif drawing.is_begun and drawing.growth.verdict == "coasts":
        from flywheel_studio.insight.lift import strongest_lift

        lift = strongest_lift(drawing.flywheel, drawing.dynamics, drawing.stop)
        yield _growth_remark(drawing, lift)


def unlimited(drawing: Examined) -> Iterator[Remark]:
    """It grows, and no ceiling is on the loops that make it grow; or its swings do."""
    if drawing.growth.verdict != "accelerates":
        return
    if drawing.growth.swings:
        # No capacity is proposed: it stops what lifts, and a swing goes down as well.
        yield _swinging(drawing)
        return
    if _is_limited(drawing):
        return
    factor = most_momentum(drawing.dynamics)
    yield Remark(
        message=tr(
            "This grows for ever: nothing limits {factor}, which carries most of the momentum.",
            factor=drawing.name(factor),
        ),
        factors=(factor,),
        fix=tr(
            "Give {factor} a ceiling of {ceiling}",
            factor=drawing.name(factor),
            ceiling=number(FIRST_CAPACITY),
        ),
        command=partial(set_factor, factors=[factor], capacity=FIRST_CAPACITY),
        focus=Focus("factors", factor, "capacity"),
    )


def _swinging(drawing: Examined) -> Remark:
    """The swings that grow, and the brakes on the loops that they run through."""
    inside = set(leading_factors(drawing.dynamics))
    brakes = [
        link
        for link in drawing.links
        if link.is_negative and link.source in inside and link.target in inside
    ]
    message = growth_words(drawing.growth, drawing.flywheel.header.time_unit)
    # The slowest one lets it overshoot most.
    slowest = max(brakes, key=lambda link: link.delay, default=None)
    fix, focus = "", None
    if slowest is not None:
        brake = drawing.link_name(slowest.id)
        message = tr(
            "{growth} What brakes it comes too late or too strong: {brake}.",
            growth=message,
            brake=brake,
        )
        if slowest.delay > 0:
            fix = tr("Shorten the delay of {brake} or weaken it", brake=brake)
        else:
            fix = tr("Weaken {brake}", brake=brake)
        focus = Focus("links", slowest.id, "delay" if slowest.delay > 0 else "weight")
    ends = [end for link in brakes[:_MOST_BRAKES] for end in (link.source, link.target)]
    return Remark(
        message=message,
        factors=tuple(dict.fromkeys(ends)),
        links=tuple(link.id for link in brakes[:_MOST_BRAKES]),
        fix=fix,
        focus=focus,
    )


def weakest(drawing: Examined) -> Iterator[Remark]:
    """One factor scores far below the rest, and lifting it raises the growth rate."""
    for area in drawing.areas:
        scored = [(f.score, f.id) for f in area.factors if f.score is not None]
        if len(scored) < 2:
            continue
        middle = _middle([score for score, _ in scored])
        least = min(score for score, _ in scored)
        if middle - least < FAR_BELOW:
            continue
        for score, key in scored:
            if score > least or not _lifting_helps(drawing, key):
                continue
            yield Remark(
                message=tr(
                    "{factor} stalls the wheel: it scores {score}, where the middle is {middle}.",
                    factor=drawing.name(key),
                    score=number(score),
                    middle=number(middle),
                ),
                about=(key,),
                wheel=area.id,
                factors=(key,),
                fix=tr(
                    "Show the run with {factor} lifted to {score}",
                    factor=drawing.name(key),
                    score=number(WELL_DONE),
                ),
                command=partial(lift_score, factor=key, to=WELL_DONE),
                focus=Focus("factors", key, "score"),
                is_trial=True,
            )


def lift_words(drawing: Examined, lift: Lift) -> str:
    """The step in words: "Raise the weight of “A” → “B” from 0.5 to 0.62"."""
    old, new = number(lift.old), number(lift.new)
    if old == new:
        old, new = number(lift.old, 8), number(lift.new, 8)
    if lift.kind == "weight":
        link = drawing.link_name(lift.of)
        if lift.new > lift.old:
            return tr("Raise the weight of {link} from {old} to {new}", link=link, old=old, new=new)
        return tr("Lower the weight of {link} from {old} to {new}", link=link, old=old, new=new)
    factor = drawing.name(lift.of)
    if lift.kind == "score":
        return tr("Lift the score of {factor} from {old} to {new}", factor=factor, old=old, new=new)
    if lift.new > lift.old:
        return tr(
            "Raise the friction of {factor} from {old} to {new}", factor=factor, old=old, new=new
        )
    return tr("Lower the friction of {factor} from {old} to {new}", factor=factor, old=old, new=new)


def most_momentum(dynamics: Dynamics) -> str:
    """The factor that carries the largest share of the momentum of a wheel that grows.

    Shares are those of steady growth: the right null vector of the characteristic matrix at the
    growth rate, times the masses, within the part that sets the rate.

    Source: equation 6 of `flywheel_studio.simulation`.
    """
    root, factors = _leading(dynamics)
    part = part_of(dynamics, factors)
    matrix = part.matrices(np.array([root]))[0][0]
    speed = np.abs(np.linalg.svd(matrix)[2][-1])
    momentum = dynamics.mass[part.factors] * speed
    # Equal shares differ in the last bits: the first in file order of those is meant.
    largest = int(np.flatnonzero(momentum >= momentum.max() * (1 - 1e-9))[0])
    return dynamics.factors[int(part.factors[largest])]


def leading_factors(dynamics: Dynamics) -> tuple[str, ...]:
    """The factors of the part that sets the growth rate."""
    return tuple(dynamics.factors[place] for place in _leading(dynamics)[1].tolist())


def _leading(dynamics: Dynamics) -> tuple[complex, Indices]:
    return max(part_roots(dynamics), key=lambda one: one[0].real)


def _middle(scores: list[float]) -> float:
    """The median; the standard library's one imports decimals and fractions first."""
    ordered, half = sorted(scores), len(scores) // 2
    return ordered[half] if len(scores) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _growth_remark(drawing: Examined, lift: Lift | None) -> Remark:
    main = next(iter(drawing.main_loops.values()), None)
    message = growth_words(drawing.growth, drawing.flywheel.header.time_unit)
    factors: tuple[str, ...] = main.factors if main else ()
    links: tuple[str, ...] = main.links if main else ()
    if lift is None:
        return Remark(message=message, factors=factors, links=links)
    if lift.kind == "weight":
        links = (lift.of,)
        factors = (drawing.flywheel.links[lift.of].source, drawing.flywheel.links[lift.of].target)
    else:
        factors, links = (lift.of,), ()
    return Remark(
        message=message,
        factors=factors,
        links=links,
        fix=lift_words(drawing, lift),
        command=lift.apply,
        focus=Focus("links" if lift.kind == "weight" else "factors", lift.of, lift.kind),
    )


def _is_limited(drawing: Examined) -> bool:
    """Whether ceilings stop all growth: nothing grows once what they hold is no longer lifted."""
    flywheel = drawing.flywheel
    held = {factor.id for factor in flywheel.factors.values() if factor.capacity is not None}
    if not held:
        return False
    lifting = [
        link.id for link in flywheel.links.values() if link.target in held and not link.is_negative
    ]
    rest = growth_of(dynamics_of(flywheel.without("links", lifting)), drawing.stop)
    return not rest.is_growing


def _lifting_helps(drawing: Examined, factor: str) -> bool:
    """Whether doing this factor well raises the growth rate of the loops that it is on."""
    part: Collection[str] = next((part for part in drawing.parts if factor in part), ())
    if not part:
        return False
    known = levers_of(drawing.dynamics, drawing.stop).levers
    slopes = [lever.effect for lever in known if (lever.kind, lever.of) == ("score", factor)]
    alone = within(drawing.flywheel, part)
    dynamics = dynamics_of(alone)
    if is_dear(dynamics):
        # One growth rate takes seconds here: of the leading part the slope is known already.
        return any(slope > 0 for slope in slopes)
    before = growth_of(dynamics, drawing.stop).rate
    lifted = growth_of(dynamics_of(lift_score(alone, factor)), drawing.stop)
    # What only makes swings grow is no lift.
    return lifted.rate > before + _LIFTS * (1 + abs(before)) and lifted.way != "swings wider"
