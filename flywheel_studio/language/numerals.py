"""How a language writes a number: its decimal mark, and what parts the thousands."""

from __future__ import annotations

from typing import Final

from flywheel_studio.language.translate import current_language

_ENGLISH: Final = (".", ",")
_MARKS: Final = {"de": (",", ".")}


def marks() -> tuple[str, str]:
    """The decimal mark and the mark between thousands of the current language."""
    return _MARKS.get(current_language(), _ENGLISH)


def exact_text(value: float) -> str:
    """All figures that make up a number, as they are typed into a field: "0,84" in German."""
    return f"{value:.12g}".replace("-", "\u2212").replace(".", marks()[0])
