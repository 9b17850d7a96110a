"""A scorecard in a report: the story of the wheel, its rules and the questions for people.

As everywhere in a report nothing is yielded where there is nothing to tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from flywheel_studio.export.report_blocks import Block, Heading, Item, Items, Paragraph
from flywheel_studio.insight.scorecard import Question, Scorecard, story_words
from flywheel_studio.insight.words import in_one_line
from flywheel_studio.language.translate import ntr, tr


def story_told(card: Scorecard, level: int) -> Iterator[Block]:
    """The main loop read aloud."""
    if card.story:
        yield Heading(level, tr("The story"))
        yield Paragraph(story_words(card.story))


def card_told(card: Scorecard, level: int) -> Iterator[Block]:
    """The rules met, not met and to be answered, then the questions for people."""
    yield Heading(level, tr("Scorecard"))
    yield Paragraph(rules_met(card))
    yield from not_met_told(card, level + 1)
    for state, title in (("met", tr("Met")), ("to be answered", tr("To be answered"))):
        rules = [rule for rule in card.rules if rule.state == state]
        if rules:
            yield Heading(level + 1, title)
            yield Items(tuple(Item(text=rule.text, done=state == "met") for rule in rules))
    yield Heading(level + 1, tr("Questions for people"))
    yield Items(tuple(map(_asked, card.questions)))


def card_told_briefly(card: Scorecard, level: int) -> Iterator[Block]:
    """What speaks against it and what people have answered; of the rest only how much it is.

    The rules and the questions are the same for every wheel: told of one, they need no telling of
    the next.
    """
    yield Heading(level, tr("Scorecard"))
    said = [rules_met(card)]
    if waiting := len(card.in_state("to be answered")):
        said.append(
            ntr(
                "{n} rule is still to be answered.",
                "{n} rules are still to be answered.",
                waiting,
            )
        )
    if left := len(card.open_questions):
        said.append(ntr("{n} question is open.", "{n} questions are open.", left))
    yield Paragraph(" ".join(said))
    yield from not_met_told(card, level + 1)
    answered = [question for question in card.questions if question.answer]
    if answered:
        yield Heading(level + 1, tr("Questions for people"))
        yield Items(tuple(map(_asked, answered)))


def _asked(question: Question) -> Item:
    return Item(
        lead=question.text,
        text="" if question.answer else tr("(open)"),
        notes=tuple(filter(None, map(in_one_line, question.answer.split("\n")))),
    )


def rules_met(card: Scorecard) -> str:
    """How many rules of how many are met."""
    return ntr(
        "{met} of {n} rule of a good flywheel is met.",
        "{met} of {n} rules of a good flywheel are met.",
        len(card.rules),
        met=len(card.in_state("met")),
    )


def not_met_told(card: Scorecard, level: int) -> Iterator[Block]:
    """The rules that are not met, with what speaks against each."""
    broken = tuple(
        Item(
            text=rule.text,
            done=False,
            notes=tuple(diagnosis.words for diagnosis in rule.diagnoses),
        )
        for rule in card.in_state("not met")
    )
    if broken:
        yield Heading(level, tr("Not met"))
        yield Items(broken)
