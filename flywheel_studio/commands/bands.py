"""Bands: arcs round a wheel that say which part of it belongs to which stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from flywheel_studio.commands.document import add_wheel
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value, with_fields
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.records import Band

# Between two bands that follow each other, so that each reads as one; degrees.
GAP: Final = 6.0
LEAST: Final = 5.0
_QUARTER: Final = 90.0


def new_band_id(flywheel: Flywheel) -> str:
    """The id that the next band gets."""
    return free_id(flywheel.bands, "b")


def add_band(flywheel: Flywheel, label: str, wheel: str | None = None) -> Flywheel:
    """The flywheel with one more band: a quarter, in the widest gap between the others.

    Args:
        wheel: default: the first one; a paper without any gets one.

    Raises:
        CommandProblem: the bands of the wheel leave no room.
    """
    flywheel, key = _with_wheel(flywheel, wheel)
    begin, room = _widest_gap([band for band in flywheel.bands.values() if band.wheel == key])
    if room < LEAST:
        raise CommandProblem(tr("The bands go all round the wheel already: make one shorter."))
    length = min(_QUARTER - GAP, room)
    band = Band(
        id=new_band_id(flywheel),
        wheel=key,
        label=text_value(label, strip=True),
        from_angle=begin,
        to_angle=round(begin + length, 3),
    )
    return flywheel.with_records("bands", [band])


def set_stages(flywheel: Flywheel, labels: Sequence[str], wheel: str | None = None) -> Flywheel:
    """The flywheel with one band for each stage, of equal length from twelve o'clock.

    They take the place of the bands that the wheel had.
    """
    flywheel, key = _with_wheel(flywheel, wheel)
    flywheel = flywheel.without(
        "bands", [band.id for band in flywheel.bands.values() if band.wheel == key]
    )
    share = 360.0 / max(len(labels), 1)
    for number, label in enumerate(labels):
        band = Band(
            id=new_band_id(flywheel),
            wheel=key,
            label=text_value(label, strip=True),
            from_angle=round(share * number + GAP / 2, 3),
            to_angle=round(share * (number + 1) - GAP / 2, 3),
        )
        flywheel = flywheel.with_records("bands", [band])
    return flywheel


def set_band(flywheel: Flywheel, band: str, **fields: Any) -> Flywheel:
    """Set fields of a band; angles in degrees, clockwise from twelve o'clock.

    Raises:
        CommandProblem: a value is out of range, or there is no such band.
    """
    old = _band(flywheel, band)
    if "label" in fields:
        fields["label"] = text_value(fields["label"], strip=True)
    new = with_fields(old, fields)
    return flywheel if new is old else flywheel.with_records("bands", [new])


def turn_band(flywheel: Flywheel, band: str, by: float) -> Flywheel:
    """Turn a band about its wheel, degrees clockwise; its length stays."""
    old = _band(flywheel, band)
    begin = round((old.from_angle + by) % 360.0, 3)
    if begin == old.from_angle:
        return flywheel
    new = replace(old, from_angle=begin, to_angle=round(begin + _length(old), 3))
    return flywheel.with_records("bands", [new])


def stretch_band(flywheel: Flywheel, band: str, end: str, angle: float) -> Flywheel:
    """Take one end of a band ("from" or "to") to an angle; at least `LEAST` degrees stay."""
    old = _band(flywheel, band)
    if end == "from":
        length = (old.to_angle - angle) % 360.0 or 360.0
        length = max(length, LEAST)
        begin = round((old.to_angle - length) % 360.0, 3)
    else:
        length = max((angle - old.from_angle) % 360.0 or 360.0, LEAST)
        begin = old.from_angle
    new = replace(old, from_angle=begin, to_angle=round(begin + length, 3))
    return flywheel if new == old else flywheel.with_records("bands", [new])


def _widest_gap(bands: Sequence[Band]) -> tuple[float, float]:
    """Where the widest stretch without a band begins, and how long one there can be; degrees."""
    if not bands:
        return 0.0, 360.0 - GAP
    best = (0.0, 0.0)
    for band in bands:
        begin = band.to_angle % 360.0
        if any(
            (begin - other.from_angle) % 360.0 < _length(other)
            for other in bands
            if other is not band
        ):
            continue
        free = min((other.from_angle - begin) % 360.0 for other in bands)
        if free - 2 * GAP > best[1]:
            best = (round((begin + GAP) % 360.0, 3), free - 2 * GAP)
    return best


def _length(band: Band) -> float:
    return (band.to_angle - band.from_angle) % 360.0 or 360.0


def _with_wheel(flywheel: Flywheel, wheel: str | None) -> tuple[Flywheel, str]:
    if wheel is not None:
        if wheel not in flywheel.wheels:
            raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
        return flywheel, wheel
    if not flywheel.wheels:
        flywheel = add_wheel(flywheel, flywheel.header.title)
    return flywheel, next(iter(flywheel.wheels))


def _band(flywheel: Flywheel, key: str) -> Band:
    band = flywheel.bands.get(key)
    if band is None:
        raise CommandProblem(tr("There is no band {id}.", id=key))
    return band
