"""The German of the program calls one thing by one name, and writes it one way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

# What is not said, because it has another name everywhere else.
OTHER_NAMES = {
    "Papier": "Blatt",
    "Regelblatt": "Scorecard",
    "Ding": "Element",
    "Kapazität": "Obergrenze",
}


@pytest.fixture(scope="module")
def said(checkout: Path) -> list[str]:
    file = checkout / "resources/translations/de/LC_MESSAGES/flywheel.po"
    with file.open("rb") as raw:
        catalogue = read_po(raw)
    return [
        words
        for message in catalogue
        if message.id
        for words in ([message.string] if isinstance(message.string, str) else message.string)
    ]


def test_no_thing_has_a_second_name(said: list[str]) -> None:
    for other, name in OTHER_NAMES.items():
        found = [words for words in said if re.search(rf"\b{other}\b", words)]
        assert not found, f"say {name}"


def test_what_is_left_out_stands_after_a_blank(said: list[str]) -> None:
    assert [words for words in said if re.search(r"\w…$", words)] == []
