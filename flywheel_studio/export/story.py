"""A flywheel told step by step: the wheel is built link by link, each with its reason, and closes.

It opens with all of the wheel faintly drawn. The main loop is told first, from the start of its wheel
(with the way to it, where that lies outside); every other loop continues from a factor that is
already there, and while it is told the rest is faded. What is on no loop comes at once. A story has
a bounded number of steps: of a very large drawing one step tells several links.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.drawing.alternative_text import describe
from flywheel_studio.export.chapter import NOTHING, Chapter, Part
from flywheel_studio.export.momentum_chapter import momentum_chapter
from flywheel_studio.export.shown_run import first_factor
from flywheel_studio.insight.sentences import (
    factor_name,
    gain_words,
    link_headline,
    link_sentence,
    loop_sentence,
    turn_words,
)
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

# An hour's talk has fewer.
MOST_LINK_STEPS: Final = 60
MOST_LOOPS_TOLD: Final = 12


def told_whole(flywheel: Flywheel, loops: Sequence[Loop]) -> Chapter:
    """The whole picture at once; the notes tell its loops, the main one first."""
    told = _ranked(flywheel, loops)[:MOST_LOOPS_TOLD]
    sentences = [f"{loop.id}: {loop_sentence(flywheel, loop)}" for loop in told]
    return Chapter(
        title=" ".join(flywheel.header.title.split()),
        notes="\n".join([*_paragraphs(flywheel), *(sentences or [describe(flywheel)])]),
    )


def story_of(flywheel: Flywheel, loops: Sequence[Loop]) -> tuple[Chapter, ...]:
    """The steps, in the language that `tr` speaks just now. At least one."""
    if not flywheel.factors:
        return (told_whole(flywheel, loops),)
    telling = _Telling(flywheel, loops)
    momentum = momentum_chapter(flywheel, loops)
    return (*telling.chapters(), *([momentum] if momentum is not None else []))


class _Telling:
    """What has been told so far, and the loop that is being told."""

    def __init__(self, flywheel: Flywheel, loops: Sequence[Loop]) -> None:
        self._flywheel = flywheel
        self._loops = loops
        self._first = first_factor(flywheel, loops)
        self._told = NOTHING
        self._lit: Part | None = None
        self._stage: Part | None = None

    def chapters(self) -> Iterator[Chapter]:
        yield self._beginning()
        self._told = Part(factors=frozenset({self._first}))
        strands = self._strands()
        count = sum(len(links) for _, links in strands)
        each = max(1, math.ceil(count / MOST_LINK_STEPS))
        rest = self._rest([link for _, links in strands for link in links])
        is_alone = len(strands) == 1 and not rest
        for loop, links in strands:
            self._light(loop, links)
            for first in range(0, len(links), each):
                yield self._step(links[first : first + each])
            yield self._closing(loop, is_whole=is_alone)
        if rest:
            yield self._remaining([link for link in rest if link])
        if not is_alone:
            yield self._whole()

    def _light(self, loop: Loop, links: Sequence[str]) -> None:
        """Let a loop stand out, with the way that leads to it."""
        told = Part(factors=frozenset(loop.factors), links=frozenset(loop.links))
        self._lit = told.united(self._part_of(links)).united(Part(loops=frozenset({loop.id})))
        stage = self._lit.united(self._around(self._lit))
        self._stage = stage.united(Part(loops=self._closed(stage)))

    def _around(self, lit: Part) -> Part:
        """What was told before of the wheels that a part touches, if it goes on from there."""
        if lit.factors.isdisjoint(self._told.factors):
            return NOTHING
        flywheel = self._flywheel
        wheels = {flywheel.factors[key].wheel for key in lit.factors}
        near = {key for key in self._told.factors if flywheel.factors[key].wheel in wheels}
        links = {
            key
            for key in self._told.links
            if {flywheel.links[key].source, flywheel.links[key].target} <= near
        }
        return Part(factors=frozenset(near), links=frozenset(links))

    def _closed(self, part: Part) -> frozenset[str]:
        """The loops all of whose links belong to a part."""
        return frozenset(x.id for x in self._loops if part.links.issuperset(x.links))

    def _part_of(self, links: Sequence[str]) -> Part:
        """Links with their ends."""
        records = [self._flywheel.links[key] for key in links]
        return Part(
            factors=frozenset(end for link in records for end in (link.source, link.target)),
            links=frozenset(links),
        )

    def _beginning(self) -> Chapter:
        flywheel = self._flywheel
        name = factor_name(flywheel, self._first)
        begins = tr("It begins with “{factor}”.", factor=name)
        return Chapter(
            title=" ".join(flywheel.header.title.split()) or begins,
            text=_paragraphs(flywheel)[:1] or (begins,),
            notes="\n".join([*_paragraphs(flywheel), begins]),
            shown=Part(factors=frozenset(flywheel.factors), links=frozenset(flywheel.links)),
            lit=NOTHING,
        )

    def _strands(self) -> list[tuple[Loop, list[str]]]:
        """Each loop that is told, with those of its links that no earlier one has told."""
        told: set[str] = set()
        reached = {self._first}
        strands: list[tuple[Loop, list[str]]] = []
        for loop in _ranked(self._flywheel, self._loops):
            if len(strands) == MOST_LOOPS_TOLD:
                break
            if told.issuperset(loop.links):
                continue
            way = [] if strands else self._way_to(loop)
            if way:
                reached.add(self._flywheel.links[way[-1]].target)
            at = self._entrance(loop, told, reached)
            links = [*way, *loop.links[at:], *loop.links[:at]]
            fresh = [link for link in links if link not in told]
            strands.append((loop, fresh))
            told.update(fresh)
            reached.update(loop.factors)
        return strands

    def _entrance(self, loop: Loop, told: set[str], reached: set[str]) -> int:
        """The place in a loop at which to go on: its first new link from a factor that is there."""
        fresh = [at for at, link in enumerate(loop.links) if link not in told]
        return next((at for at in fresh if loop.factors[at] in reached), fresh[0])

    def _way_to(self, loop: Loop) -> list[str]:
        """The fewest links from the start of the story to a loop that does not run through it."""
        flywheel = self._flywheel
        ways: dict[str, list[str]] = {self._first: []}
        ahead = [self._first]
        for factor in ahead:
            if factor in loop.factors:
                return ways[factor]
            for link in flywheel.links_of[factor]:
                if link.active and link.source == factor and link.target not in ways:
                    ways[link.target] = [*ways[factor], link.id]
                    ahead.append(link.target)
        return []

    def _rest(self, told: Sequence[str]) -> list[str]:
        """The links that no loop tells; one without an id where only factors are left."""
        known = self._part_of(told)
        rest = [link for link in self._flywheel.links if link not in known.links]
        has_loose = bool(self._flywheel.factors.keys() - known.factors - {self._first})
        return rest or ([""] if has_loose else [])

    def _step(self, links: Sequence[str]) -> Chapter:
        flywheel = self._flywheel
        self._told = self._told.united(self._part_of(links))
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
            shown=self._told,
            lit=self._lit,
            stage=self._stage,
            fresh=tuple(links),
        )

    def _evidence(self, link: str) -> Iterator[str]:
        for proof in self._flywheel.links[link].evidence:
            where = ", ".join(filter(None, (proof.source, proof.date)))
            words = " ".join(proof.text.split())
            yield f"{words} ({where})" if words and where else words or where

    def _closing(self, loop: Loop, *, is_whole: bool) -> Chapter:
        flywheel = self._flywheel
        self._told = self._told.united(Part(loops=self._closed(self._told)))
        said = loop_sentence(flywheel, loop)
        unit = flywheel.header.time_unit
        return Chapter(
            title=loop_title(flywheel, loop),
            text=(said,),
            notes="\n".join([said, _sentence(gain_words(loop)), _sentence(turn_words(loop, unit))]),
            shown=None if is_whole else self._told,
            lit=None if is_whole else self._lit,
            stage=None if is_whole else self._stage,
        )

    def _remaining(self, links: Sequence[str]) -> Chapter:
        flywheel = self._flywheel
        said = [link_sentence(flywheel, link) for link in links]
        everything = Part(
            factors=frozenset(flywheel.factors),
            links=frozenset(flywheel.links),
            loops=self._told.loops,
        )
        loose = Part(factors=everything.factors - self._told.factors)
        self._told = everything
        return Chapter(
            title=tr("What else belongs to it"),
            text=tuple(said),
            notes="\n".join(said),
            shown=everything,
            lit=self._part_of(links).united(loose),
            fresh=tuple(links),
        )

    def _whole(self) -> Chapter:
        flywheel = self._flywheel
        whole = told_whole(flywheel, self._loops)
        main = next(iter(_ranked(flywheel, self._loops)), None)
        text = () if main is None else (loop_sentence(flywheel, main),)
        return Chapter(title=whole.title or tr("The whole flywheel"), text=text, notes=whole.notes)


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


def _paragraphs(flywheel: Flywheel) -> tuple[str, ...]:
    """The description, a line each; an opening slide has room for the first."""
    lines = (" ".join(line.split()) for line in flywheel.header.description.splitlines())
    return tuple(filter(None, lines))


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
