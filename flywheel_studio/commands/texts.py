"""Words on the paper that belong to no factor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import coordinate, text_value, with_fields
from flywheel_studio.geometry.plane import Point
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.records import Note


def add_text(
    flywheel: Flywheel,
    text: str,
    x: float,
    y: float,
    *,
    id: str | None = None,  # noqa: A002 - the record's own word
) -> Flywheel:
    """The flywheel with one more text, its top left corner at a point."""
    note = Note(
        id=new_text_id(flywheel) if id is None else id,
        text=text_value(text),
        x=coordinate(x),
        y=coordinate(y),
    )
    return flywheel.with_records("texts", [note])


def new_text_id(flywheel: Flywheel) -> str:
    """The id that the next text gets."""
    return free_id(flywheel.texts, "t")


def set_text(flywheel: Flywheel, text: str, words: str) -> Flywheel:
    """Change the words of a text."""
    return set_texts(flywheel, [text], text=text_value(words, strip=True))


def set_texts(flywheel: Flywheel, texts: Iterable[str], **fields: Any) -> Flywheel:
    """Set fields of one or more texts."""
    records = []
    for key in texts:
        note = flywheel.texts.get(key)
        if note is None:
            raise CommandProblem(tr("There is no text {id}.", id=key))
        new = with_fields(note, fields)
        if new is not note:
            records.append(new)
    return flywheel.with_records("texts", records) if records else flywheel


def move_texts(flywheel: Flywheel, to: Mapping[str, Point]) -> Flywheel:
    """Put these texts where the points are."""
    for key, point in to.items():
        flywheel = set_texts(flywheel, [key], x=point.x, y=point.y)
    return flywheel
