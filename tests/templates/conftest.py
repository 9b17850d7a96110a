"""The flywheels that ship with the program, read as they are shipped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.resource_files import resource
from flywheel_studio.storage.codec import decode


@pytest.fixture
def shipped() -> Callable[[str], Flywheel]:
    """The template of an id, in English."""

    def read(template: str) -> Flywheel:
        return decode(resource("templates", f"{template}.en.flywheel").read_bytes()).flywheel

    return read
