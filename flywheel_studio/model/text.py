"""Text as the model takes it: cleaned once, at the door, by reading and by commands alike.

Control characters and the code points that Unicode promises never to use would make invalid
SVG and PowerPoint files. A line break is the only control character that stays. Nothing is ever
cut: what is too long, or not text at all, is the caller's to refuse.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_UNWANTED: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def cleaned(text: str) -> str:
    """The text without control characters and non-characters, composed (NFC).

    Line breaks of every system become line feeds, a tab becomes a space.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return normalize("NFC", _UNWANTED.sub("", text))


def has_surrogate(text: str) -> bool:
    """Whether the text holds half a character, which no UTF-8 file can."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def name_key(name: str) -> str:
    """What two names have in common that are the same but for case and blanks."""
    return " ".join(name.split()).casefold()
