"""The headless editor with its tools, driven as a person would: `studio`."""

from __future__ import annotations

import pytest

from tests.interaction.driver import Studio, ring_of_four


@pytest.fixture
def studio() -> Studio:
    """Four factors on a ring, not linked yet."""
    return Studio(ring_of_four())


@pytest.fixture
def linked_studio() -> Studio:
    """Four factors on a ring, each driving the next: links l1 to l4."""
    return Studio(ring_of_four(linked=True))
