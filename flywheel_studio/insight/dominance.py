"""What drives the wheel now, in words: "until month 8 R1 drives it; then B1 takes over".

Dominance flickers where two loops are about as strong. For the eye and the ear such flickers are
swallowed by their neighbours; what another program reads (`Dominance.periods`) keeps them. The frictions
of factors are told as one, because which of them is strongest helps nobody. Which of several loops
is named follows from how much comes round each (`Dominance.told`): the published scores would name
a long loop in a slow wheel that nobody would miss. What speeds up is not told to be held back by friction,
whose answer to all that grows scores high at first: what lifts it is named, pushes or loops. Where
a run has settled nothing drives it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from flywheel_studio.insight.numbers import moment
from flywheel_studio.insight.run_shape import level_from
from flywheel_studio.insight.sentences import quoted_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.dominance import CEILING, Dominance, dominance_of
from flywheel_studio.simulation.settings import Dynamics, dynamics_of

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

SpanKind = Literal[
    "reinforcing", "balancing", "friction", "ceiling", "push", "begun", "steady", "rest"
]

# Shorter than this share of the run is a flicker; more spans than this are a list, not a story.
_FLICKER: Final = 0.02
MOST_SPANS: Final = 6
_MOST_NAMED: Final = 3
# Moments looked at for the story: finer than this is a flicker anyway.
_MOST_MOMENTS: Final = 600


@dataclass(frozen=True)
class Span:
    """From `begin` to `end` (time units) these loops drive, the strongest first.

    `loops`: ids of drawn loops; ids of factors where a ceiling does; () for friction, pushes, what
    turned before any loop was closed, a pace that no longer changes, and rest.
    `share`: what they have together, the mean over the span, 0 to 1.
    """

    begin: float
    end: float
    kind: SpanKind
    loops: tuple[str, ...]
    share: float


# With a number that two spans share where their kind and their loops are the same.
_Numbered = tuple[int, Span]


@dataclass(frozen=True, eq=False)
class Drive:
    """A run, told by what drives one strongly connected part of the wheel.

    `component` counts in `dominance`; −1 and no spans where the drawing has no loop.
    """

    dominance: Dominance
    component: int
    spans: tuple[Span, ...]

    def at(self, time: float) -> Span | None:
        """The span at a time of the run; the last one from there on."""
        return next(
            (span for span in self.spans if time < span.end), self.spans[-1] if self.spans else None
        )


def drive_of(
    flywheel: Flywheel,
    loops: Sequence[Loop],
    *,
    main: Loop | None = None,
    dynamics: Dynamics | None = None,
    until: float | None = None,
    every: float | None = None,
    stop: StopToken = NEVER,
) -> Drive:
    """What drives the wheel along its run.

    Args:
        loops: all loops of the drawing, as `find_loops` lists them.
        main: a loop of the part that is meant; None: the part of the first loop.
        dynamics: where it differs from the drawing (shoves given while playing).
        until, every: in time units; None: as the document says.

    Raises:
        RunProblem, Cancelled: as `momentum.run`.
    """
    run = flywheel.header.run
    dominance = dominance_of(
        dynamics_of(flywheel) if dynamics is None else dynamics,
        [(loop.id, loop.links) for loop in loops],
        until=run.until if until is None else until,
        every=run.every if every is None else every,
        stop=stop,
    )
    if not dominance.components:
        return Drive(dominance, -1, ())
    component = 0
    if main is not None and main.id in dominance.names:
        component = int(dominance.component[dominance.names.index(main.id)])
    return Drive(dominance, component, _spans(dominance, component))


def drive_sentences(flywheel: Flywheel, drive: Drive) -> tuple[str, ...]:
    """The run in sentences, in the order of time."""
    unit = flywheel.header.time_unit
    spans = drive.spans
    if not spans:
        return ()
    if len(spans) == 1:
        return (_alone(flywheel, spans[0]),)
    when, then = moment(spans[0].end, unit), _takes_over(flywheel, spans[1])
    if spans[0].kind == "rest":
        first = tr("Until {moment} nothing moves; then {next}.", moment=when, next=then)
    else:
        what = _drives(flywheel, spans[0])
        first = tr("Until {moment} {what}; then {next}.", moment=when, what=what, next=then)
    return (first, *(_change(flywheel, span) for span in spans[2:]))


def driver_words(flywheel: Flywheel, span: Span) -> str:
    """What drives during a span, in a word or two: "R1 and R2", "friction", "nothing moves"."""
    match span.kind:
        case "rest":
            return tr("nothing moves")
        case "steady":
            return tr("steady pace")
        case "push":
            return tr("the push")
        case "begun":
            return tr("what already turns")
        case "friction":
            return tr("friction")
        case "ceiling":
            return ntr(
                "the ceiling of {factors}",
                "the ceilings of {factors}",
                len(span.loops),
                factors=_listed([quoted_name(flywheel, factor) for factor in span.loops]),
            )
    return _listed(span.loops)


def _alone(flywheel: Flywheel, span: Span) -> str:
    match span.kind:
        case "rest":
            return tr("Nothing moves, so no loop drives it.")
        case "push":
            return tr("The push drives it all the way; no loop gets going.")
        case "begun":
            return tr("What already turns drives it all the way; no loop gets going.")
        case "steady":
            return tr("It keeps its pace all the way: what lifts it and what slows it are even.")
        case "friction":
            return tr("Friction holds it back all the way; no loop gets going.")
    who, n = driver_words(flywheel, span), len(span.loops)
    if span.kind == "reinforcing":
        return ntr("{who} drives it all the way.", "{who} drive it all the way.", n, who=who)
    who = who[:1].upper() + who[1:]
    return ntr("{who} holds it back all the way.", "{who} hold it back all the way.", n, who=who)


def _drives(flywheel: Flywheel, span: Span) -> str:
    if span.kind == "steady":
        return tr("it keeps its pace")
    if span.kind == "begun":
        return tr("what already turns drives it")
    who = driver_words(flywheel, span)
    n = 1 if span.kind in ("friction", "push") else len(span.loops)
    if span.kind in ("reinforcing", "push"):
        return ntr("{who} drives it", "{who} drive it", n, who=who)
    return ntr("{who} holds it back", "{who} hold it back", n, who=who)


def _change(flywheel: Flywheel, span: Span) -> str:
    when = moment(span.begin, flywheel.header.time_unit)
    if span.kind == "rest":
        return tr("From {moment} on nothing moves.", moment=when)
    if span.kind == "steady":
        return tr("From {moment} on it keeps its pace.", moment=when)
    return tr("In {moment} {what}.", moment=when, what=_takes_over(flywheel, span))


def _takes_over(flywheel: Flywheel, span: Span) -> str:
    if span.kind == "rest":
        return tr("it comes to rest")
    if span.kind == "steady":
        return tr("it keeps its pace")
    if span.kind == "begun":
        return tr("what already turns carries it on")
    who = driver_words(flywheel, span)
    n = 1 if span.kind in ("friction", "push") else len(span.loops)
    return ntr("{who} takes over", "{who} take over", n, who=who)


def _listed(names: Sequence[str]) -> str:
    """ "R1", "R1 and R2", "R1, R2 and 3 more"."""
    if len(names) > _MOST_NAMED:
        more = len(names) - _MOST_NAMED + 1
        first = ", ".join(names[: _MOST_NAMED - 1])
        return ntr("{names} and {n} more", "{names} and {n} more", more, names=first)
    if len(names) == 1:
        return names[0]
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def _spans(dominance: Dominance, component: int) -> tuple[Span, ...]:
    spans: list[_Numbered] = []
    time = dominance.time
    carrying = dominance.carrying(component)
    lifting = dominance.lifting(component)
    motion = dominance.motion
    pace = motion.pace[:, component]
    settled = None if dominance.ran_away_at is not None else level_from(time, pace)
    stride = -(-len(time) // _MOST_MOMENTS)
    rows = [*range(0, len(time) - 1, stride), len(time) - 1]
    # Of thousands of loops the sets are compared once, and then their numbers.
    numbers: dict[tuple[SpanKind, frozenset[str]], int] = {}
    for row, following in itertools.pairwise(rows):
        begin, end = float(time[row]), float(time[following])
        chosen, share = carrying[row] if settled is None or begin < settled else ((), 0.0)
        kind, loops = _told(dominance, chosen, is_moving=bool(pace[row] > 0))
        if kind == "friction" and motion.is_rising[row, component]:
            is_pushed = not motion.is_self_driven[row, component]
            kind, loops = _what_lifts(dominance, chosen, lifting[row], is_pushed=is_pushed)
        which = numbers.setdefault((kind, frozenset(loops)), len(numbers))
        spans.append((which, Span(begin, end, kind, loops, share)))
    spans = _joined(spans)
    shortest = _FLICKER * float(time[-1])
    while len(spans) > 1:
        lengths = [span.end - span.begin for _, span in spans]
        least = int(np.argmin(lengths))
        if lengths[least] >= shortest and len(spans) <= MOST_SPANS:
            break
        # A flicker belongs to what was there before it; the first to what comes.
        which, kept = spans[least - 1] if least else spans[1]
        flicker = spans[least][1]
        spans[least] = which, replace(flicker, kind=kept.kind, loops=kept.loops)
        spans = _joined(spans)
    return tuple(span for _, span in spans)


def _told(
    dominance: Dominance, chosen: Sequence[int], *, is_moving: bool
) -> tuple[SpanKind, tuple[str, ...]]:
    if not chosen:
        return ("steady" if is_moving else "rest"), ()
    names = [dominance.names[loop] for loop in chosen]
    drawn = tuple(name for name in names if ":" not in name)
    if drawn:
        reinforces = bool(dominance.is_reinforcing[chosen[0]])
        return ("reinforcing" if reinforces else "balancing"), drawn
    if names[0].startswith(CEILING):
        return "ceiling", _ceilings(names)
    return "friction", ()


def _what_lifts(
    dominance: Dominance, chosen: Sequence[int], lifting: Sequence[int], *, is_pushed: bool
) -> tuple[SpanKind, tuple[str, ...]]:
    """What is told where frictions score highest and yet it speeds up.

    A ceiling among them is what will end that; else it is what lifts.
    """
    ceilings = _ceilings([dominance.names[loop] for loop in chosen])
    if ceilings:
        return "ceiling", ceilings
    if is_pushed:
        return "push", ()
    if not lifting:
        return "begun", ()
    return "reinforcing", tuple(dominance.names[loop] for loop in lifting)


def _ceilings(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.removeprefix(CEILING) for name in names if name.startswith(CEILING))


def _joined(spans: Sequence[_Numbered]) -> list[_Numbered]:
    """Neighbours of the same kind and loops as one; shares weighed by their length."""
    joined: list[_Numbered] = []
    for which, span in spans:
        if not joined or joined[-1][0] != which:
            joined.append((which, span))
            continue
        last = joined[-1][1]
        length, more = last.end - last.begin, span.end - span.begin
        share = (last.share * length + span.share * more) / (length + more)
        joined[-1] = which, replace(last, end=span.end, share=share)
    return joined
