"""Where a loop is switched off, and which others stop with it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.commands.scenarios import cut_of
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

_MOST_NAMED: Final = 4


def loop_off_words(flywheel: Flywheel, loop: Loop, loops: Sequence[Loop]) -> str:
    """What switching a loop off does: at which link, and what else goes through that.

    Args:
        loops: all of the drawing.
    """
    cut = cut_of(loop.links, [other.links for other in loops])
    link = flywheel.links[cut]
    said = tr(
        "{loop} is off at {source} → {target}.",
        loop=loop.id,
        source=factor_name(flywheel, link.source),
        target=factor_name(flywheel, link.target),
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
