"""How words break into lines of about one length, as they are drawn everywhere.

A word that is too wide is broken where its writer put a hyphen or a stroke. Only one that is over twice
as wide (German makes them) is broken inside, near the middle and where a syllable may begin.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from flywheel_studio.drawing.text_metrics import advance

# So many widths a word may have before it is broken inside; a piece has a little less.
_TOO_WIDE: Final = 2.0
_PIECE: Final = 1.8
# So far from where it would be even a break may move to a better place, characters.
_REACH: Final = 5
# A piece of a word is no shorter.
_SHORTEST: Final = 3
_JOINT: Final = re.compile(r"(?<=[-–—/])(?=\w)")
_VOWELS: Final = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåøæœ")


class _Word(NamedTuple):
    """A word, and what stands between it and the one before it on the same line."""

    text: str
    gap: str


@lru_cache(maxsize=4096)
def break_lines(
    text: str, width: float, size: float, weight: int, family: str = "Inter"
) -> tuple[str, ...]:
    """Break text into lines of at most `width`, evenly: two lines of one length beat a long and a short.

    Line breaks in the text stay. A word wider than `width` keeps a line of its own, unbroken but
    after hyphens and strokes, unless it is over twice as wide; then it is hyphenated.
    """

    def wide(words: str) -> float:
        return advance(words, size, weight, family)

    def filled(words: list[_Word], limit: float) -> list[str]:
        lines = [words[0].text]
        for word in words[1:]:
            longer = f"{lines[-1]}{word.gap}{word.text}"
            if wide(longer) <= limit:
                lines[-1] = longer
            else:
                lines.append(word.text)
        return lines

    def words_of(paragraph: str) -> Iterator[_Word]:
        for word in paragraph.split():
            gap = " "
            for part in _JOINT.split(word) if wide(word) > width else (word,):
                for piece in _pieces(part, wide(part) / width):
                    yield _Word(piece, gap)
                    gap = ""

    lines: list[str] = []
    for paragraph in text.split("\n"):
        words = list(words_of(paragraph))
        if not words:
            lines.append("")
            continue
        greedy = filled(words, width)
        low = max(wide(word.text) for word in words)
        high, best = width, greedy
        for _ in range(10):
            middle = (low + high) / 2
            tried = filled(words, middle)
            if len(tried) <= len(greedy):
                high, best = middle, tried
            else:
                low = middle
        lines.extend(best)
    return tuple(lines)


def _pieces(word: str, widths: float) -> list[str]:
    """A word that is `widths` times as wide as a line, in pieces of about one length."""
    if widths <= _TOO_WIDE:
        return [word]
    count = math.ceil(widths / _PIECE)
    cuts = [_cut(word, round(len(word) * number / count)) for number in range(1, count)]
    begins = sorted({0, *cuts})
    pieces = [word[a:b] for a, b in zip(begins, [*begins[1:], len(word)], strict=True)]
    return [
        f"{piece}-" if _has_case(piece[-1:]) and _has_case(after[:1]) else piece
        for piece, after in zip(pieces, [*pieces[1:], ""], strict=True)
    ]


def _cut(word: str, ideal: int) -> int:
    """Where to break near a place: before a consonant that a vowel follows, after another letter."""
    best, best_cost = ideal, math.inf
    for at in range(max(ideal - _REACH, _SHORTEST), min(ideal + _REACH, len(word) - _SHORTEST) + 1):
        if not _may_break(word, at):
            continue
        cost = abs(at - ideal) + (0.0 if _begins_a_syllable(word, at) else 2.0 * _REACH)
        # Two consonants meet where parts of a compound do.
        cost -= 1.5 if word[at - 1].casefold() not in _VOWELS else 0.0
        if cost < best_cost:
            best, best_cost = at, cost
    return best


def _may_break(word: str, at: int) -> bool:
    """Whether a place is between two characters, not inside one of several code points."""
    joins = ("Mn", "Me", "Mc", "Cf", "Sk")
    return unicodedata.category(word[at]) not in joins and word[at - 1] != "\u200d"


def _has_case(letter: str) -> bool:
    """Whether it is a letter of a script that breaks words with a hyphen: those know capitals."""
    return letter.lower() != letter.upper()


def _begins_a_syllable(word: str, at: int) -> bool:
    before, here, after = word[at - 1], word[at], word[at + 1 : at + 2]
    return (
        _has_case(before)
        and _has_case(here)
        and here.casefold() not in _VOWELS
        and after.casefold() in _VOWELS
    )
