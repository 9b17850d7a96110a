"""Change what belongs to the document, or to a wheel, as a whole."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value, with_fields
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.records import Wheel


def rename_document(flywheel: Flywheel, title: str) -> Flywheel:
    """Give the document another title."""
    return set_header(flywheel, title=text_value(title, strip=True))


def set_theme(flywheel: Flywheel, theme: str) -> Flywheel:
    """Dress the drawing in another theme; an unknown one draws as the default."""
    return set_header(flywheel, theme=theme)


def set_run(flywheel: Flywheel, **fields: Any) -> Flywheel:
    """Set `until`, `every` or `seed` of the run.

    Raises:
        CommandProblem: a value is out of range.
    """
    run = with_fields(flywheel.header.run, fields)
    return flywheel if run is flywheel.header.run else set_header(flywheel, run=run)


def set_header(flywheel: Flywheel, **fields: Any) -> Flywheel:
    """Set fields of the document itself.

    Raises:
        CommandProblem: a value is out of range.
    """
    header = with_fields(flywheel.header, fields)
    return flywheel if header is flywheel.header else replace(flywheel, header=header)


def set_wheel(flywheel: Flywheel, wheel: str, **fields: Any) -> Flywheel:
    """Set fields of a wheel.

    Raises:
        CommandProblem: a value is out of range, there is no such wheel, factor or parent, or
            the wheel would serve itself.
    """
    old = flywheel.wheels.get(wheel)
    if old is None:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
    start = fields.get("start")
    if start is not None and start not in flywheel.factors:
        raise CommandProblem(tr("There is no factor {id}.", id=start))
    parent = fields.get("parent")
    while parent is not None:
        if parent not in flywheel.wheels:
            raise CommandProblem(tr("There is no wheel {id}.", id=parent))
        if parent == wheel:
            raise CommandProblem(tr("A wheel cannot serve itself."))
        parent = flywheel.wheels[parent].parent
    new = with_fields(old, fields)
    return flywheel if new is old else flywheel.with_records("wheels", [new])


def add_wheel(flywheel: Flywheel, title: str, x: float = 0.0, y: float = 0.0) -> Flywheel:
    """The flywheel with one more wheel; factors of no wheel join the first one there is."""
    key = free_id(flywheel.wheels, "w")
    wheel = with_fields(Wheel(id=key), {"title": title, "x": x, "y": y})
    result = flywheel.with_records("wheels", [wheel])
    if not flywheel.wheels:
        homeless = [replace(factor, wheel=key) for factor in flywheel.factors.values()]
        result = result.with_records("factors", homeless)
    return result


def dismiss(flywheel: Flywheel, finding: str) -> Flywheel:
    """Put a finding ("code:id:id") aside."""
    if finding in flywheel.header.dismissed:
        return flywheel
    return set_header(flywheel, dismissed=(*flywheel.header.dismissed, finding))


def bring_back(flywheel: Flywheel, finding: str) -> Flywheel:
    """Tell of a finding again that was put aside."""
    left = tuple(each for each in flywheel.header.dismissed if each != finding)
    return set_header(flywheel, dismissed=left)
