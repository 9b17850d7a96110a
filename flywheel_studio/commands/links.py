"""Connect factors, and change how one drives the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import with_fields
from flywheel_studio.language.numerals import exact_text
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.records import NEGATIVE, POSITIVE, Link
from flywheel_studio.model.weight_range import ends_of, with_ends_taken_along

# Strengths under the keys 1 to 4.
STRENGTHS = (0.25, 0.5, 0.75, 1.0)


def connect(
    flywheel: Flywheel,
    source: str,
    target: str,
    polarity: str = POSITIVE,
    weight: float = 0.5,
    *,
    id: str | None = None,  # noqa: A002 - the record's own word
) -> Flywheel:
    """The flywheel with one more link. Links to itself and parallel links are allowed.

    Args:
        id: default: the first free of l1, l2, … (`new_link_id`).
    """
    for end in (source, target):
        if end not in flywheel.factors:
            raise CommandProblem(tr("There is no factor {id}.", id=end))
    _check_polarity(polarity)
    link = Link(id=new_link_id(flywheel) if id is None else id, source=source, target=target)
    return flywheel.with_records(
        "links", [with_fields(link, {"polarity": polarity, "weight": weight})]
    )


def new_link_id(flywheel: Flywheel) -> str:
    """The id that the next link gets."""
    return free_id(flywheel.links, "l")


def set_link(flywheel: Flywheel, links: Iterable[str], **fields: Any) -> Flywheel:
    """Set fields of one or more links, e.g. `weight=0.8`. Values are those of the record.

    A weight outside its own range from lowest to highest takes the nearer end along.

    Raises:
        CommandProblem: a value is out of range, or there is no such link or factor.
    """
    if "polarity" in fields:
        _check_polarity(fields["polarity"])
    for end in ("source", "target"):
        if end in fields and fields[end] not in flywheel.factors:
            raise CommandProblem(tr("There is no factor {id}.", id=fields[end]))
    records = []
    for key in links:
        link = _link(flywheel, key)
        new = with_fields(link, fields)
        if new is not link:
            records.append(_with_range(new, fields))
    return flywheel.with_records("links", records) if records else flywheel


def give_range(flywheel: Flywheel, links: Iterable[str], share: float | None) -> Flywheel:
    """Say how far each weight may be off, as a share of itself; None: it is sure.

    Raises:
        CommandProblem: a weight of 0 has no share, or there is no such link.
    """
    records = []
    for key in links:
        link = _link(flywheel, key)
        low = high = None
        if share is not None:
            if link.weight == 0.0:
                raise CommandProblem(
                    tr("A strength of 0 has no share to vary by: say how high it may be.")
                )
            low, high = ends_of(link.weight, share)
        if (low, high) != (link.weight_low, link.weight_high):
            records.append(replace(link, weight_low=low, weight_high=high))
    return flywheel.with_records("links", records) if records else flywheel


def reverse_link(flywheel: Flywheel, link: str) -> Flywheel:
    """Source and target change places; a bent link stays where it is on the paper."""
    old = _link(flywheel, link)
    bend = None if old.bend is None else -old.bend + 0.0
    if old.source == old.target:
        return flywheel
    new = replace(old, source=old.target, target=old.source, bend=bend)
    return flywheel.with_records("links", [new])


def flip_polarity(flywheel: Flywheel, link: str) -> Flywheel:
    """More becomes less, and less becomes more."""
    old = _link(flywheel, link)
    new = replace(old, polarity=POSITIVE if old.is_negative else NEGATIVE)
    return flywheel.with_records("links", [new])


def bend_link(flywheel: Flywheel, link: str, bend: float | None) -> Flywheel:
    """Bend a link.

    Args:
        bend: height of the arc over its chord as a share of the chord, positive to the left of
            travel; 0 is straight; None lets the layout decide ("reset route").
    """
    return set_link(flywheel, [link], bend=None if bend is None else round(bend, 4))


def switch_link(flywheel: Flywheel, links: Iterable[str], active: bool) -> Flywheel:
    """Switch links off (drawn faint, in no loop and no run) or on again."""
    return set_link(flywheel, links, active=active)


def _with_range(link: Link, fields: dict[str, Any]) -> Link:
    low, high = link.weight_low, link.weight_high
    weight = exact_text(link.weight)
    if low is not None and low > link.weight and "weight_low" in fields:
        raise CommandProblem(
            tr("The lowest strength cannot be above the likely one, {weight}.", weight=weight)
        )
    if high is not None and high < link.weight and "weight_high" in fields:
        raise CommandProblem(
            tr("The highest strength cannot be below the likely one, {weight}.", weight=weight)
        )
    return with_ends_taken_along(link)


def _check_polarity(polarity: object) -> None:
    if polarity not in (POSITIVE, NEGATIVE):
        raise CommandProblem(tr("The sign of a link is + or -."))


def _link(flywheel: Flywheel, key: str) -> Link:
    link = flywheel.links.get(key)
    if link is None:
        raise CommandProblem(tr("There is no link {id}.", id=key))
    return link
