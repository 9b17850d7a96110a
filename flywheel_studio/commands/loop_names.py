"""Names of loops. A loop is its ring of links; where the ring is entered does not matter."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from flywheel_studio.commands.document import set_header
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import NamedLoop


def name_loop(flywheel: Flywheel, links: Sequence[str], name: str) -> Flywheel:
    """Name the loop that runs along these links; "" takes its name away.

    What somebody said of its kind stays; a loop of which nothing is said any more is forgotten.

    Raises:
        CommandProblem: there is no such link, or the name is too long.
    """
    for key in links:
        if key not in flywheel.links:
            raise CommandProblem(tr("There is no link {id}.", id=key))
    name = text_value(name, strip=True)
    loops = list(flywheel.header.loops)
    for place, loop in enumerate(loops):
        if is_same_ring(loop.links, links):
            renamed = replace(loop, name=name)
            if name or loop.kind or loop.extra:
                loops[place] = renamed
            else:
                del loops[place]
            break
    else:
        if name:
            loops.append(NamedLoop(links=tuple(links), name=name))
    if tuple(loops) == flywheel.header.loops:
        return flywheel
    return set_header(flywheel, loops=tuple(loops))


def is_same_ring(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether both are the same links in the same order, wherever they begin."""
    if len(one) != len(other):
        return False
    twice = [*one, *one]
    return not one or any(
        twice[start : start + len(one)] == list(other) for start in range(len(one))
    )
