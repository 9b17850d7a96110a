"""A flywheel told step by step: the wheel is built link by link, each with its reason, and closes.

The main loop is told first, from the start of its wheel; every other loop continues from a factor
that is already there. What is on no loop comes at once. A story has a bounded number of steps: of
a very large drawing one step tells several links.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from flywheel_studio.drawing.figure import describe
from flywheel_studio.export.shown_run import first_factor, shown_run
from flywheel_studio.insight.milestones import breaks_through
from flywheel_studio.insight.numbers import duration
from flywheel_studio.insight.sentences import (
    factor_name,
    gain_words,
    growth_words,
    link_headline,
    link_sentence,
    loop_sentence,
    turn_words,
)
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.simulation.trajectory import Trajectory

# An hour's talk has fewer.
MOST_LINK_STEPS: Final = 60
MOST_LOOPS_TOLD: Final = 12


class Shown(Struct, frozen=True, kw_only=True):
    """The part of a picture that a step shows. `others`: bands, notes and titles too."""

    factors: frozenset[str]
    links: frozenset[str]
    loops: frozenset[str]
    others: bool = False


class Curve(Struct, frozen=True, kw_only=True):
    """The momentum over time, to be drawn as a chart. `times` in `unit`, `momentum` alike long."""

    times: tuple[float, ...]
    momentum: tuple[float, ...]
    unit: str
    description: str


class Chapter(Struct, frozen=True, kw_only=True):
    """One step. `shown`: None for the whole picture. `text`: paragraphs. `notes`: for the speaker.

    `fresh`: the links that this step adds. `curve`: the chart that is shown instead of a picture.
    """

    title: str
    text: tuple[str, ...] = ()
    notes: str = ""
    shown: Shown | None = None
    fresh: tuple[str, ...] = ()
    curve: Curve | None = None


def told_whole(flywheel: Flywheel, loops: Sequence[Loop]) -> Chapter:
    """The whole picture at once; the notes tell its loops, the main one first."""
    told = _ranked(flywheel, loops)[:MOST_LOOPS_TOLD]
    sentences = [f"{loop.id}: {loop_sentence(flywheel, loop)}" for loop in told]
    description = " ".join(flywheel.header.description.split())
    return Chapter(
        title=" ".join(flywheel.header.title.split()),
        notes="\n".join(filter(None, [description, *(sentences or [describe(flywheel)])])),
    )


def story_of(flywheel: Flywheel, loops: Sequence[Loop]) -> tuple[Chapter, ...]:
    """The steps, in the language that `tr` speaks just now. At least one."""
    if not flywheel.factors:
        return (told_whole(flywheel, loops),)
    telling = _Telling(flywheel, loops)
    momentum = _momentum(flywheel, loops)
    return (*telling.chapters(), *([momentum] if momentum is not None else []))


class _Telling:
    """What has been told so far."""

    def __init__(self, flywheel: Flywheel, loops: Sequence[Loop]) -> None:
        self._flywheel = flywheel
        self._loops = loops
        self._factors: set[str] = set()
        self._links: set[str] = set()
        self._badges: set[str] = set()

    def chapters(self) -> Iterator[Chapter]:
        yield self._beginning()
        strands = self._strands()
        count = sum(len(links) for _, links in strands)
        each = max(1, math.ceil(count / MOST_LINK_STEPS))
        rest = self._rest([link for _, links in strands for link in links])
        for number, (loop, links) in enumerate(strands):
            for first in range(0, len(links), each):
                yield self._step(links[first : first + each])
            is_last = number == len(strands) - 1
            yield self._closing(loop, is_whole=is_last and not rest)
        if rest or not strands:
            if rest:
                yield self._remaining(rest)
            yield self._whole()

    def _beginning(self) -> Chapter:
        flywheel = self._flywheel
        first = first_factor(flywheel, self._loops)
        self._factors.add(first)
        name = factor_name(flywheel, first)
        description = " ".join(flywheel.header.description.split())
        begins = tr("It begins with “{factor}”.", factor=name)
        return Chapter(
            title=" ".join(flywheel.header.title.split()) or begins,
            text=(description or begins,),
            notes="\n".join(filter(None, [description, begins])),
            shown=self._shown(),
        )

    def _strands(self) -> list[tuple[Loop, list[str]]]:
        """Each loop that is told, with those of its links that no earlier one has told."""
        told: set[str] = set()
        reached = set(self._factors)
        strands: list[tuple[Loop, list[str]]] = []
        for loop in _ranked(self._flywheel, self._loops):
            if len(strands) == MOST_LOOPS_TOLD:
                break
            if told.issuperset(loop.links):
                continue
            at = self._entrance(loop, told, reached)
            links = [*loop.links[at:], *loop.links[:at]]
            fresh = [link for link in links if link not in told]
            strands.append((loop, fresh))
            told.update(fresh)
            reached.update(loop.factors)
        return strands

    def _entrance(self, loop: Loop, told: set[str], reached: set[str]) -> int:
        """The place in a loop at which to go on: its first new link from a factor that is there."""
        fresh = [at for at, link in enumerate(loop.links) if link not in told]
        return next((at for at in fresh if loop.factors[at] in reached), fresh[0])

    def _rest(self, told: Sequence[str]) -> list[str]:
        known = set(told)
        rest = [link for link in self._flywheel.links if link not in known]
        ends = {
            end
            for link in known
            for end in (self._flywheel.links[link].source, self._flywheel.links[link].target)
        }
        has_loose = any(key not in ends | self._factors for key in self._flywheel.factors)
        return rest or ([""] if has_loose else [])

    def _step(self, links: Sequence[str]) -> Chapter:
        flywheel = self._flywheel
        for key in links:
            link = flywheel.links[key]
            self._links.add(key)
            self._factors.update((link.source, link.target))
        sentences = [link_sentence(flywheel, key) for key in links]
        reasons = [_sentence(flywheel.links[key].reason) for key in links]
        if len(links) == 1:
            title = link_headline(flywheel, links[0])
            text = [reasons[0] or sentences[0]]
        else:
            first, last = flywheel.links[links[0]], flywheel.links[links[-1]]
            title = tr(
                "From “{first}” to “{last}”",
                first=factor_name(flywheel, first.source),
                last=factor_name(flywheel, last.target),
            )
            text = sentences
        notes = [
            line
            for key, said, reason in zip(links, sentences, reasons, strict=True)
            for line in (said, reason, *self._evidence(key))
        ]
        return Chapter(
            title=title,
            text=tuple(filter(None, text)),
            notes="\n".join(filter(None, notes)),
            shown=self._shown(),
            fresh=tuple(links),
        )

    def _evidence(self, link: str) -> Iterator[str]:
        for proof in self._flywheel.links[link].evidence:
            where = ", ".join(filter(None, (proof.source, proof.date)))
            words = " ".join(proof.text.split())
            yield f"{words} ({where})" if words and where else words or where

    def _closing(self, loop: Loop, *, is_whole: bool) -> Chapter:
        flywheel = self._flywheel
        self._badges.update(
            other.id for other in self._loops if self._links.issuperset(other.links)
        )
        said = loop_sentence(flywheel, loop)
        name = loop_title(flywheel, loop)
        unit = flywheel.header.time_unit
        return Chapter(
            title=name,
            text=(said,),
            notes="\n".join([said, _sentence(gain_words(loop)), _sentence(turn_words(loop, unit))]),
            shown=None if is_whole else self._shown(),
        )

    def _remaining(self, links: Sequence[str]) -> Chapter:
        flywheel = self._flywheel
        said = [link_sentence(flywheel, link) for link in links if link]
        self._links.update(flywheel.links)
        self._factors.update(flywheel.factors)
        return Chapter(
            title=tr("What else belongs to it"),
            text=tuple(said),
            notes="\n".join(said),
            shown=self._shown(),
            fresh=tuple(filter(None, links)),
        )

    def _whole(self) -> Chapter:
        flywheel = self._flywheel
        whole = told_whole(flywheel, self._loops)
        main = next(iter(_ranked(flywheel, self._loops)), None)
        text = () if main is None else (loop_sentence(flywheel, main),)
        return Chapter(title=whole.title or tr("The whole flywheel"), text=text, notes=whole.notes)

    def _shown(self) -> Shown:
        return Shown(
            factors=frozenset(self._factors),
            links=frozenset(self._links),
            loops=frozenset(self._badges),
        )


def loop_title(flywheel: Flywheel, loop: Loop) -> str:
    """What someone named the loop, else that it closes: "R1: the wheel closes"."""
    ring = _from_least(loop.links)
    for named in flywheel.header.loops:
        if named.name.strip() and named.links and _from_least(named.links) == ring:
            return f"{loop.id}: {' '.join(named.name.split())}"
    if loop.is_reinforcing:
        return tr("{loop}: the wheel closes", loop=loop.id)
    return tr("{loop}: this loop steers", loop=loop.id)


def _ranked(flywheel: Flywheel, loops: Sequence[Loop]) -> list[Loop]:
    """The loops that lie in this document, the main one of each wheel first."""
    from flywheel_studio.analysis.main_loop import main_loop

    loops = [loop for loop in loops if all(link in flywheel.links for link in loop.links)]
    main = [main_loop(flywheel, loops, wheel) for wheel in flywheel.wheels or (None,)]
    first = [loop for loop in main if loop is not None]
    ids = {loop.id for loop in first}
    return [*first, *(loop for loop in loops if loop.id not in ids)]


def _momentum(flywheel: Flywheel, loops: Sequence[Loop]) -> Chapter | None:
    """The last step: what the wheel does, once it was pushed."""
    from flywheel_studio.simulation.settings import dynamics_of
    from flywheel_studio.simulation.spectrum import growth_of

    shown = shown_run(flywheel, loops)
    if shown is None:
        return None
    unit = flywheel.header.time_unit
    growth = growth_of(dynamics_of(flywheel))
    text = [growth_words(growth, unit)]
    if breaks_through(shown.trajectory, growth):
        text.append(_breakthrough(shown.trajectory, unit))
    if shown.pushed is not None:
        name = factor_name(flywheel, shown.pushed)
        text.append(tr("Shown after one push on “{factor}”.", factor=name))
    times, speeds = shown.trajectory.curve
    title = tr("Momentum")
    return Chapter(
        title=title,
        text=tuple(text),
        notes="\n".join(text),
        curve=Curve(
            times=tuple(times.tolist()),
            momentum=tuple((speeds @ shown.trajectory.mass).tolist()),
            unit=unit,
            description=" ".join([tr("The wheel's momentum over time."), *text]),
        ),
    )


def _breakthrough(trajectory: Trajectory, unit: str) -> str:
    if trajectory.breakthrough is None:
        return ""
    if trajectory.breakthrough == 0:
        return tr("It turns mostly by itself from the start.")
    return tr(
        "It turns mostly by itself after {time}.", time=duration(trajectory.breakthrough, unit)
    )


def _sentence(words: str) -> str:
    """Words as a sentence: a capital at the beginning, a full stop at the end."""
    words = " ".join(words.split())
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?…:;" else ".")


def _from_least(links: Sequence[str]) -> tuple[str, ...]:
    """A ring of links begun at its least id: the same for every place to begin."""
    at = links.index(min(links))
    return (*links[at:], *links[:at])
