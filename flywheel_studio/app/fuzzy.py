"""How well a few typed letters fit a name. No Qt.

Every typed letter must be found in order. Letters that begin a word, and letters next to each
other, count most: "ar" finds "Arrange on a ring" before "Clear".
"""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

_BEGINS: Final = 10
_FOLLOWS: Final = 6
_PLAIN: Final = 1
_WHOLE: Final = 30
_SKIPPED: Final = 0.1
_LEAST: Final = 3.5


class Match(NamedTuple):
    """`score`: more is better. `places`: which letters of the name were meant."""

    score: float
    places: tuple[int, ...]


def match(typed: str, name: str) -> Match | None:
    """How `typed` fits `name`; None where it does not. Blanks, case and accents do not count."""
    wanted = [letter for letter in _plain(typed) if not letter.isspace()]
    letters = _plain(name)
    if not wanted:
        return Match(0.0, ())
    at = letters.find("".join(_plain(typed)).strip())
    if at >= 0:
        # Typed in one piece: nothing fits better, at the beginning best of all.
        bonus = _WHOLE + (_BEGINS if _begins(letters, at) else 0) - _SKIPPED * at
        length = len("".join(_plain(typed)).strip())
        places = tuple(range(at, at + length))
        return Match(bonus + _FOLLOWS * length - _SKIPPED * len(letters), places)
    best: Match | None = None
    start = letters.find(wanted[0])
    while start >= 0:
        found = _from(wanted, letters, start)
        if found is not None and (best is None or found.score > best.score):
            best = found
        start = letters.find(wanted[0], start + 1)
    # Letters strewn over a name were not meant by anybody.
    return best if best is not None and best.score >= _LEAST * len(wanted) else None


def _from(wanted: list[str], letters: str, start: int) -> Match | None:
    places: list[int] = []
    score = 0.0
    at = start - 1
    for letter in wanted:
        # The next letter that begins a word is meant rather than one within a word.
        near = letters.find(letter, at + 1)
        if near < 0:
            return None
        begin = next((i for i in range(near, len(letters))
                      if letters[i] == letter and _begins(letters, i)), None)  # fmt: skip
        follows = near == at + 1 and places
        place = near if follows or begin is None else begin
        score += _FOLLOWS if place == at + 1 and places else 0
        score += _BEGINS if _begins(letters, place) else _PLAIN
        places.append(place)
        at = place
    return Match(score - _SKIPPED * (len(letters) + places[0]), tuple(places))


def _begins(letters: str, at: int) -> bool:
    return at == 0 or not letters[at - 1].isalnum()


def _plain(words: str) -> str:
    """Small letters without their accents, one for one."""
    return "".join(
        unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter for letter in words
    )
