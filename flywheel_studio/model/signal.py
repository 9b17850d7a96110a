"""A small typed observer: one payload, called in the order of connecting, in the same thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Payload = TypeVar("Payload")


class Signal(Generic[Payload]):
    """Something that others can be told of."""

    __slots__ = ("_slots",)

    def __init__(self) -> None:
        self._slots: list[Callable[[Payload], None]] = []

    def connect(self, slot: Callable[[Payload], None]) -> None:
        self._slots.append(slot)

    def disconnect(self, slot: Callable[[Payload], None]) -> None:
        """Raises: ValueError: the slot was not connected."""
        self._slots.remove(slot)

    def emit(self, payload: Payload) -> None:
        for slot in tuple(self._slots):
            slot(payload)
