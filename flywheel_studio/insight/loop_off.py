"""Where a loop is switched off, and which others stop with it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.commands.loop_names import is_same_ring
from flywheel_studio.commands.scenarios import cut_of
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

_MOST_NAMED: Final = 4


def loop_off_words(
    flywheel: Flywheel, loop: Loop, loops: Sequence[Loop], *, in_drawing: bool = True
) -> str:
    """What switching a loop off does: at which link, and what else goes through that.

    Args:
        loops: all of the drawing. in_drawing: the loops left are numbered anew, so that another
            may have the number of this one the moment it is off.
    """
    cut = cut_of(loop.links, [other.links for other in loops])
    link = flywheel.links[cut]
    source, target = factor_name(flywheel, link.source), factor_name(flywheel, link.target)
    if in_drawing:
        said = tr(
            "What was {loop} is off at {source} → {target}.",
            loop=loop.id,
            source=source,
            target=target,
        )
    else:
        said = tr(
            "{loop} is off at {source} → {target}.", loop=loop.id, source=source, target=target
        )
    shared = [
        other.id for other in loops if cut in other.links and set(other.links) != set(loop.links)
    ]
    if not shared:
        return said
    names = ", ".join(shared[:_MOST_NAMED]) + (" …" if len(shared) > _MOST_NAMED else "")
    also = ntr(
        "{n} other loop goes through it and stops, too: {names}.",
        "{n} other loops go through it and stop, too: {names}.",
        len(shared),
        names=names,
    )
    return f"{said} {also}"


def loop_title(flywheel: Flywheel, loop: Loop) -> str:
    """What a loop is called: by its name where it has one, else by its number."""
    named = (one.name for one in flywheel.header.loops if is_same_ring(one.links, loop.links))
    return " ".join(next(named, "").split()) or loop.id
