"""Lead what comes out back to where it begins: the step from a funnel to a flywheel."""

from __future__ import annotations

from flywheel_studio.commands.links import connect, new_link_id, set_link, switch_link
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import POSITIVE


def close_ring(
    flywheel: Flywheel, end: str, start: str, polarity: str = POSITIVE, reason: str = ""
) -> Flywheel:
    """The flywheel with a link from `end` back to `start`, for this reason.

    A link that lies there switched off is switched on, with the reason that it gives; only
    without one is a new link made. Where such a link is on already, nothing changes.

    Raises:
        CommandProblem: there is no such factor.
    """
    there = [
        link
        for link in flywheel.links.values()
        if (link.source, link.target, link.polarity) == (end, start, polarity)
    ]
    if any(link.active for link in there):
        return flywheel
    if there:
        return switch_link(flywheel, [there[0].id], active=True)
    key = new_link_id(flywheel)
    return set_link(connect(flywheel, end, start, polarity, id=key), [key], reason=reason)
