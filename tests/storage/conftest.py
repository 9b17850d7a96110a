"""Documents to write and read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Raw = Callable[..., bytes]


@pytest.fixture
def raw() -> Raw:
    """The bytes of a document with these tables and keys."""

    def build(**parts: Any) -> bytes:
        tree = {"format": "flywheel-studio", "version": 1, "title": "T", **parts}
        return (json.dumps(tree, indent=2, ensure_ascii=False) + "\n").encode()

    return build
