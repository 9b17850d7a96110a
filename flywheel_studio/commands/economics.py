"""The inputs of unit economics; what follows from them is reckoned, never stored."""

from __future__ import annotations

from typing import Any

from flywheel_studio.commands.document import set_header
from flywheel_studio.commands.values import with_fields
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Economics


def set_economics(flywheel: Flywheel, **fields: Any) -> Flywheel:
    """Set inputs, e.g. `churn=0.02`; None clears one. With nothing set there are no economics.

    Raises:
        CommandProblem: a value is out of range.
    """
    old = flywheel.header.economics or Economics()
    new = with_fields(old, fields)
    return set_header(flywheel, economics=None if new == Economics() else new)
