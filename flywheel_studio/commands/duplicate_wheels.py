"""Copies of wheels with all that is in them, to the right of everything that stands there."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from flywheel_studio.commands.duplicate import Copies, duplicate
from flywheel_studio.commands.wheels import BESIDE, whole_box, with_first_named
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel, Record, free_id
from flywheel_studio.model.records import Wheel


def duplicate_wheels(
    flywheel: Flywheel,
    wheels: Collection[str],
    factors: Collection[str] = (),
    texts: Collection[str] = (),
) -> tuple[Flywheel, Copies]:
    """Copy wheels: their factors, the links between copied factors, bands and texts.

    Args:
        factors, texts: copied too, though they are of no wheel that is.

    Returns:
        the flywheel, and original -> copy as (kind, id) pairs.
    """
    flywheel = with_first_named(flywheel)
    of_wheels = {factor.id for key in wheels for factor in flywheel.factors_of.get(key, ())}
    notes = {note.id for note in flywheel.texts.values() if note.wheel in wheels}
    chosen = [wheel for wheel in flywheel.wheels.values() if wheel.id in wheels]
    everything = whole_box(flywheel)
    if not chosen or everything is None:
        return flywheel, {}
    left = min(wheel.x - wheel.radius for wheel in chosen)
    by = Point(round(everything.right + BESIDE - left), 0.0)
    result, copied = duplicate(flywheel, of_wheels.union(factors), notes.union(texts), offset=by)
    copies = dict(copied)
    new_wheels: dict[str, Wheel] = {}
    taken = set(flywheel.wheels)
    for wheel in chosen:
        key = free_id(taken, "w")
        taken.add(key)
        new_wheels[wheel.id] = replace(wheel, id=key, x=wheel.x + by.x, y=wheel.y + by.y)
        copies["wheels", wheel.id] = ("wheels", key)

    def copy_of(factor: str | None) -> str | None:
        return copies["factors", factor][1] if factor in of_wheels else factor

    records: list[Record] = [
        replace(
            wheel,
            start=copy_of(wheel.start),
            goal=wheel.goal and replace(wheel.goal, factor=copy_of(wheel.goal.factor)),
            parent=new_wheels[wheel.parent].id if wheel.parent in new_wheels else wheel.parent,
        )
        for wheel in new_wheels.values()
    ]
    result = result.with_records("wheels", records)
    bands: list[Record] = []
    taken = set(flywheel.bands)
    for band in flywheel.bands.values():
        if band.wheel in new_wheels:
            key = free_id(taken, "b")
            taken.add(key)
            bands.append(replace(band, id=key, wheel=new_wheels[band.wheel].id))
            copies["bands", band.id] = ("bands", key)
    homed: list[Record] = [
        replace(result.factors[key], wheel=new_wheels[flywheel.factors[old].wheel or ""].id)
        for (kind, old), (_, key) in copied.items()
        if kind == "factors" and old in of_wheels
    ]
    noted: list[Record] = [
        replace(result.texts[key], wheel=new_wheels[flywheel.texts[old].wheel or ""].id)
        for (kind, old), (_, key) in copied.items()
        if kind == "texts" and old in notes
    ]
    for kind, changed in (("bands", bands), ("factors", homed), ("texts", noted)):
        if changed:
            result = result.with_records(kind, changed)  # type: ignore[arg-type]
    return result, copies
