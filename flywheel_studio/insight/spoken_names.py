"""What assistive technology calls a factor or a link: "Traffic, 2 in, 1 out, on R1"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.weight_range import has_range

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

# Nobody listens to a longer list.
_MOST_LOOPS: Final = 4


def spoken_factor(flywheel: Flywheel, factor: str, loops: Sequence[Loop] = ()) -> str:
    """Its label, whether it is a hub, how many links come and go, and the loops that it is on."""
    parts = [factor_name(flywheel, factor)]
    if flywheel.factors[factor].role == HUB:
        parts.append(tr("hub"))
    parts.append(ntr("{n} in", "{n} in", sum(1 for _ in flywheel.links_in(factor))))
    parts.append(ntr("{n} out", "{n} out", sum(1 for _ in flywheel.links_out(factor))))
    return ", ".join(parts + _on(loop.id for loop in loops if factor in loop.factors))


def spoken_link(flywheel: Flywheel, link: str, loops: Sequence[Loop] = ()) -> str:
    """Its ends, sign and strength, what is special about it, and the loops that it is on."""
    record = flywheel.links[link]
    parts = [
        tr(
            "{source} to {target}",
            source=factor_name(flywheel, record.source),
            target=factor_name(flywheel, record.target),
        ),
        tr("negative") if record.is_negative else tr("positive"),
        tr("strength {weight}", weight=number(record.weight)),
    ]
    if has_range(record):
        parts.append(tr("with a range"))
    if record.delay > 0:
        parts.append(tr("delayed"))
    if not record.active:
        parts.append(tr("switched off"))
    return ", ".join(parts + _on(loop.id for loop in loops if link in loop.links))


def _on(names: Iterable[str]) -> list[str]:
    found = list(names)
    if not found:
        return []
    shown = ", ".join(found[:_MOST_LOOPS])
    more = len(found) - _MOST_LOOPS
    if more > 0:
        return [ntr("on {loops} and {n} more", "on {loops} and {n} more", more, loops=shown)]
    return [tr("on {loops}", loops=shown)]
