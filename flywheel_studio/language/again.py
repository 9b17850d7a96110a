"""What was said in one language, said in another: the names of steps that can be undone.

A sentence is found again by its form: the words round its placeholders. The longest form that fits
is taken, since a name that a person typed may hold the words of a shorter one. What fits no form
stays as it is.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Final, NamedTuple

from flywheel_studio.language.translate import ENGLISH
from flywheel_studio.resource_files import resource

# A form of fewer letters fits too many sentences by chance.
_FEWEST: Final = 3


class _Form(NamedTuple):
    """A message in two languages. `begin` and `end`: its words outside the outermost placeholders."""

    said: str
    other: str
    begin: str
    end: str
    letters: int


def said_again(sentence: str, before: str, after: str) -> str:
    """The sentence in another language, with the same names and numbers in it.

    Args:
        before: the language that it is in, a key of `available_languages()`.
        after: the language wanted.
    """
    plain, forms = _forms(before, after)
    if sentence in plain:
        return plain[sentence]
    for form in forms:
        if sentence.startswith(form.begin) and sentence.endswith(form.end):
            match = _pattern(form.said).fullmatch(sentence)
            if match is not None:
                return form.other.format(**match.groupdict())
    return sentence


@cache
def _forms(before: str, after: str) -> tuple[dict[str, str], tuple[_Form, ...]]:
    """The messages without placeholders, and those with any, the wordiest first."""
    here, there = _messages(before), _messages(after)
    plain: dict[str, str] = {}
    forms: list[_Form] = []
    for key, said in here.items():
        other = there.get(key, "")
        parts = [(words, name) for words, name, _, _ in Formatter().parse(said)]
        names = [name for _, name in parts if name is not None]
        if not other:
            continue
        if not names:
            plain.setdefault(said, other)
            continue
        letters = sum(letter.isalpha() for words, _ in parts for letter in words)
        known = {name for _, name, _, _ in Formatter().parse(other) if name is not None}
        # A name needs words beside it to be told by, and no name can come from nowhere.
        if (
            letters >= _FEWEST
            and known <= set(names)
            and all(name.isidentifier() for name in names)
        ):
            end = parts[-1][0] if parts[-1][1] is None else ""
            forms.append(_Form(said, other, parts[0][0], end, letters))
    forms.sort(key=lambda form: -form.letters)
    return plain, tuple(forms)


def _pattern(said: str) -> re.Pattern[str]:
    pattern, seen = "", set[str]()
    for words, name, _, _ in Formatter().parse(said):
        pattern += re.escape(words)
        if name is not None:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.+)"
            seen.add(name)
    return re.compile(pattern, re.DOTALL)


@cache
def _messages(language: str) -> dict[tuple[str, int], str]:
    """Each message of a language by its English and the number of its plural form."""
    found: dict[tuple[str, int], str] = {}
    # English is what every catalogue is keyed by.
    for original, translation in _pairs("de" if language == ENGLISH else language):
        forms = original.split("\0")
        said = forms if language == ENGLISH else translation.split("\0")
        for number, form in enumerate(said):
            found[forms[0], number] = form
    return found


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    """A catalogue as it lies on the disk; the standard library keeps no plural of the original.

    Source: GNU gettext manual, "The Format of GNU MO Files".
    """
    raw = resource("translations", language, "LC_MESSAGES", "flywheel.mo").read_bytes()
    order = "<" if raw[:4] == b"\xde\x12\x04\x95" else ">"
    count, originals, translations = struct.unpack_from(f"{order}3I", raw, 8)
    for number in range(count):
        words = []
        for table in (originals, translations):
            length, at = struct.unpack_from(f"{order}2I", raw, table + 8 * number)
            words.append(raw[at : at + length].decode())
        if words[0]:
            yield words[0], words[1]
