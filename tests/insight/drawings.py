"""Small drawings written as words, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from flywheel_studio.insight.analysis_report import Analysis, analyse
from flywheel_studio.insight.checks.diagnosis import Diagnosis
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import Factor, Goal, Header, Link, Wheel

GOAL = Goal(text="Grow", metric="orders", target=100.0)


def drawing(
    links: str,
    *,
    factors: Mapping[str, Mapping[str, Any]] | None = None,
    link: Mapping[str, Any] | None = None,
    wheel: Mapping[str, Any] | None = None,
    header: Mapping[str, Any] | None = None,
    alone: str = "",
) -> Flywheel:
    """A drawing of one wheel from words: "ab bc ca-" is a ring whose last link is negative.

    Links are named by their ends ("ab"), factors by their letter and labelled by its capital.
    Reasons, a start and a goal are given, so that only what a test is about is amiss.

    Args:
        factors: fields by letter. link: fields of every link. alone: letters without a link.
    """
    ends = [(word, word[0], word[1]) for word in links.split()]
    letters = dict.fromkeys([*"".join(a + b for _, a, b in ends), *alone])
    made = {
        letter: Factor(
            **{
                "id": letter,
                "label": letter.upper(),
                "wheel": "main",
                **(factors or {}).get(letter, {}),
            }
        )
        for letter in letters
    }
    joined: dict[str, Link] = {}
    for word, source, target in ends:
        key = source + target
        while key in joined:
            key += "x"
        fields: dict[str, Any] = {
            "id": key,
            "source": source,
            "target": target,
            "polarity": "-" if word.endswith("-") else "+",
            "active": not word.endswith("?"),
            "reason": "because",
        }
        joined[key] = Link(**{**fields, **(link or {})})
    start = next(iter(letters), None)
    main = Wheel(**{"id": "main", "start": start, "goal": GOAL, **(wheel or {})})
    flywheel = Flywheel(
        header=Header(**(header or {})), wheels={"main": main}, factors=made, links=joined
    )
    check(flywheel)
    return flywheel


def with_link(flywheel: Flywheel, key: str, **fields: Any) -> Flywheel:
    return flywheel.with_records("links", [replace(flywheel.links[key], **fields)])


def found(flywheel: Flywheel, code: str, **options: Any) -> list[Diagnosis]:
    """What a check says of a drawing."""
    return [one for one in analyse(flywheel, **options).diagnoses if one.finding.code == code]


def said(flywheel: Flywheel, code: str, **options: Any) -> list[str]:
    """The sentences of a check about a drawing."""
    return [one.finding.message for one in found(flywheel, code, **options)]


def codes(flywheel: Flywheel) -> list[str]:
    return [finding.code for finding in analyse(flywheel).findings]


def mended(flywheel: Flywheel, code: str) -> tuple[Flywheel, Analysis]:
    """The drawing after the one-step fix of the first finding with this code."""
    command = found(flywheel, code)[0].command
    assert command is not None
    after = command(flywheel)
    check(after)
    return after, analyse(after)
