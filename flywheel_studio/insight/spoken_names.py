"""What assistive technology calls a factor, link, band or wheel: "Traffic, 2 in, 1 out, on R1"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import bundle_of, folded_wheels, is_gear
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.weight_range import has_range

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

# Nobody listens to a longer list.
_MOST_LOOPS: Final = 4


def spoken_band(flywheel: Flywheel, band: str) -> str:
    """Its label, and from where to where it runs."""
    record = flywheel.bands[band]
    return tr(
        "{label}, band from {begin} to {end} degrees",
        label=" ".join(record.label.split()) or tr("Band"),
        begin=number(record.from_angle % 360.0),
        end=number(record.to_angle % 360.0 or 360.0),
    )


def spoken_factor(flywheel: Flywheel, factor: str, loops: Sequence[Loop] = ()) -> str:
    """Its label, whether it is a hub, how many links come and go, and the loops that it is on."""
    parts = [factor_name(flywheel, factor)]
    if flywheel.factors[factor].role == HUB:
        parts.append(tr("hub"))
    parts.append(ntr("{n} in", "{n} in", sum(1 for _ in flywheel.links_in(factor))))
    parts.append(ntr("{n} out", "{n} out", sum(1 for _ in flywheel.links_out(factor))))
    return ", ".join(parts + _on(loop.id for loop in loops if factor in loop.factors))


def spoken_link(flywheel: Flywheel, link: str, loops: Sequence[Loop] = ()) -> str:
    """Its ends, sign and strength, what is special about it, and the loops that it is on.

    Of links that are drawn as one, how many there are.
    """
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
    if (geared := gear_words(flywheel, link)) is not None:
        parts.insert(1, geared)
    bundle = bundle_of(flywheel, link)
    if bundle is not None and len(bundle.links) > 1:
        parts.append(ntr("{n} link", "{n} links", len(bundle.links)))
    if record.delay > 0:
        parts.append(tr("delayed"))
    if not record.active:
        parts.append(tr("switched off"))
    return ", ".join(parts + _on(loop.id for loop in loops if link in loop.links))


def spoken_wheel(flywheel: Flywheel, wheel: str, loops: Sequence[Loop] = ()) -> str:
    """Its name, whether it is folded, what it holds, and the loops that run inside it."""
    members = flywheel.factors_of.get(wheel, ())
    parts = [_wheel_name(flywheel, wheel)]
    if wheel in folded_wheels(flywheel):
        parts.append(tr("folded"))
    parts.append(ntr("{n} factor", "{n} factors", len(members)))
    inside = {factor.id for factor in members}
    return ", ".join(parts + _on(loop.id for loop in loops if inside.issuperset(loop.factors)))


def gear_words(flywheel: Flywheel, link: str) -> str | None:
    """ "gears Amazon to Sellers" of a link between two wheels; None of any other."""
    record = flywheel.links[link]
    if not is_gear(flywheel, record):
        return None
    source, target = flywheel.factors[record.source].wheel, flywheel.factors[record.target].wheel
    return tr(
        "gears {source} to {target}",
        source=_wheel_name(flywheel, source or ""),
        target=_wheel_name(flywheel, target or ""),
    )


def _wheel_name(flywheel: Flywheel, wheel: str) -> str:
    return " ".join(flywheel.wheels[wheel].title.split()) or tr("Wheel")


def _on(names: Iterable[str]) -> list[str]:
    found = list(names)
    if not found:
        return []
    shown = ", ".join(found[:_MOST_LOOPS])
    more = len(found) - _MOST_LOOPS
    if more > 0:
        return [ntr("on {loops} and {n} more", "on {loops} and {n} more", more, loops=shown)]
    return [tr("on {loops}", loops=shown)]
