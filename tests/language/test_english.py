"""The English of the program calls one thing by one name; the keys of the file are another matter."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

# What is not said, because it has another name everywhere else.
OTHER_NAMES = {"capacity": "ceiling"}


def test_no_thing_has_a_second_name(checkout: Path) -> None:
    with (checkout / "resources/translations/flywheel.pot").open("rb") as raw:
        ids = [message.id for message in read_po(raw) if message.id]
    said = [words for one in ids for words in ([one] if isinstance(one, str) else one)]
    for other, name in OTHER_NAMES.items():
        found = [words for words in said if re.search(rf"\b{other}\b", words, re.IGNORECASE)]
        assert not found, f"say {name}"
