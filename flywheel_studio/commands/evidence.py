"""What speaks for a link: items of evidence, known by their place in the link's list."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from flywheel_studio.commands.links import set_link
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value, with_fields
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Evidence, Link


def add_evidence(
    flywheel: Flywheel, link: str, text: str, *, date: str = "", source: str = ""
) -> Flywheel:
    """The flywheel with one more item of evidence for a link, the last one.

    Args:
        date: as people write it ("2026-03", "spring").

    Raises:
        CommandProblem: there is no such link, or a text is too long.
    """
    old = _link(flywheel, link)
    item = Evidence(
        text=text_value(text, strip=True), date=text_value(date), source=text_value(source)
    )
    return _with(flywheel, old, (*old.evidence, item))


def set_evidence(flywheel: Flywheel, link: str, place: int, **fields: Any) -> Flywheel:
    """Set `text`, `date` or `source` of an item.

    Args:
        place: 0 is the first.

    Raises:
        CommandProblem: there is no such link or item, or a text is too long.
    """
    old = _link(flywheel, link)
    _check_place(old, place)
    items = tuple(
        with_fields(item, fields) if number == place else item
        for number, item in enumerate(old.evidence)
    )
    return _with(flywheel, old, items)


def remove_evidence(flywheel: Flywheel, link: str, place: int) -> Flywheel:
    """Take an item of evidence away.

    Raises:
        CommandProblem: there is no such link or item.
    """
    old = _link(flywheel, link)
    _check_place(old, place)
    return _with(flywheel, old, (*old.evidence[:place], *old.evidence[place + 1 :]))


def set_reason(flywheel: Flywheel, link: str, reason: str) -> Flywheel:
    """Say why the one makes the other almost inevitable."""
    return set_link(flywheel, [link], reason=text_value(reason, strip=True))


def _with(flywheel: Flywheel, link: Link, evidence: tuple[Evidence, ...]) -> Flywheel:
    if evidence == link.evidence:
        return flywheel
    return flywheel.with_records("links", [replace(link, evidence=evidence)])


def _check_place(link: Link, place: int) -> None:
    if not 0 <= place < len(link.evidence):
        raise CommandProblem(tr("This link has no evidence number {n}.", n=place + 1))


def _link(flywheel: Flywheel, key: str) -> Link:
    link = flywheel.links.get(key)
    if link is None:
        raise CommandProblem(tr("There is no link {id}.", id=key))
    return link
