"""One line of a text with arrows, taken apart: its ends, and what stands between them.

The grammar is written down in `arrow_text`. Arrows are searched for in a copy of the line in which
what is quoted is blanked out; the words come from the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from flywheel_studio.interop.arrow_names import (
    Dialect,
    Name,
    blanked,
    name_of,
    says_something,
    unquoted,
    without_attributes,
)


class Arrow(Struct, frozen=True):
    """What stands between two ends. `sign`: as it is written at the arrow itself."""

    leads_on: bool = True
    leads_back: bool = False
    is_bar: bool = False
    sign: str | None = None
    words: str = ""


class Said(Struct, frozen=True):
    """One link that a line speaks of."""

    source: Name
    target: Name
    is_negative: bool
    words: str
    reason: str = ""


class Statement(Struct, frozen=True):
    """What a line says: every name in the order of the line, and the links between them."""

    names: tuple[Name, ...]
    links: tuple[Said, ...]


class Unreadable(ValueError):
    """A line has an arrow and makes no sense."""


_DASH: Final = r"\-–—−─"
_HEADS: Final = "→⟶⇒⟹➔➜➝➞➙➛➡⇨⇢↦⭢🡒"
_BACK: Final = "←⟵⇐⟸⬅"
_BOTH: Final = "↔⟷⇔⟺⇄⇆"
ARROW_SIGNS: Final = _HEADS + _BACK + _BOTH
# Emoji arrows carry a mark that asks for colour.
_COLOUR: Final = "\ufe0f?"
# Lengths are bounded, and no arrow begins inside a row of dashes: a text of dashes alone is read in
# a time that grows with its length, not with its square.
_ARROW: Final = re.compile(
    rf"""
      (?P<both> <[{_DASH}=~]{{1,40}}> | [{_BOTH}]{_COLOUR} )
    | (?P<bar> (?<=\s)[{_DASH}]{{1,40}}\|(?=\s) | (?<=\s)-{{2,40}}x(?=\s) | [{_DASH}]{{0,40}}⊣ )
    | (?P<back> (?<=\s)<[{_DASH}]{{1,40}}(?=\s) | [{_BACK}]{_COLOUR} )
    | (?<![-=~<]) (?:
          [{_DASH}=~]{{1,40}} [(\[] (?P<inner>[^()\[\]]{{1,40}}) [)\]] [{_DASH}=~]{{0,40}}
              (?: >{{1,2}} | [{_HEADS}]{_COLOUR} )
        | --[ ]{{1,3}} (?P<alone>["']?[+{_DASH}]["']?) [ ]{{1,3}}-{{1,40}}>
        | (?P<plus> (?:(?<=\s)|-{{1,20}})\+-{{0,20}}> | (?<=\s)\+[{_HEADS}]{_COLOUR} )
        | -\.{{1,5}}-{{1,20}}> | ={{1,40}}> | ~{{1,20}}> | [{_DASH}]{{1,40}}>{{1,2}}
        | [{_DASH}=~]{{0,40}}[{_HEADS}]{_COLOUR}
      )
    """,
    re.VERBOSE,
)
# Mermaid's other way to write words at an arrow: A -- words --> B.
_WORDED: Final = re.compile(
    r"(?<![-=~<])(?:--|==|-\.)\s{0,3}(?P<words>(?![-=.\s])[^<>|\[\](){}]{1,80}?)\s{0,3}"
    r"(?:-{2,40}|={2,40}|\.-{1,40})>"
)
_PIPED: Final = re.compile(r"\s{0,3}\|([^|]{0,200})\|")
_AFTER: Final = re.compile(
    rf"\s{{0,3}}(?:[(\[]([^()\[\]]{{1,24}})[)\]]|([⁺⁻])|([+{_DASH}])(?=\s))(?!\s*$)"
)
_SIGNED_END: Final = re.compile(r"(?P<rest>.*\S)(?P<gap>\s*)[(\[](?P<sign>[^()\[\]]{1,24})[)\]]")
_BARE_END: Final = re.compile(rf"(?P<rest>.*[^\s:])(?:\s*:\s*|\s+)(?P<sign>[+{_DASH}])")
_SIGNS: Final = {
    **dict.fromkeys(("+", "⁺", "s", "pos", "positive", "positiv", "plus", "same"), "+"),
    **dict.fromkeys(("-", "⁻", "o", "neg", "negative", "negativ", "minus", "opposite"), "-"),
}
# "R1: A → B → A.": the name of a loop, and the end of a sentence.
_LOOP_NAME: Final = re.compile(r"^(?:\*\*)?[RB]\d{0,2}\b[^:]{0,60}:(?:\*\*)?\s+(?=\S)")
_REASON: Final = re.compile(r"(?P<rest>[^:]{0,500}[^:\s])\s?:\s+(?P<why>\S.*)")
_FULL_STOP: Final = re.compile(r"(?<=[\w)\]*\"])\.$")
_DELAY: Final = re.compile(r"\s*(?:\|\||[,;]).*")


def begins_with_arrow(line: str, dialect: Dialect) -> bool:
    return _ARROW.match(f" {blanked(line, dialect)} ", 1) is not None


def ends_with_arrow(line: str, dialect: Dialect) -> bool:
    whole = f" {blanked(line, dialect)} "
    ends = [_tail(whole, found)[0] for found in _arrows(whole, dialect)]
    return bool(ends) and not whole[ends[-1] :].strip()


def has_arrow(line: str, dialect: Dialect) -> bool:
    return next(_arrows(f" {blanked(line, dialect)} ", dialect), None) is not None


def without_first_arrow(line: str, dialect: Dialect) -> str:
    """What follows the arrow that a line begins with."""
    found = _ARROW.match(f" {blanked(line, dialect)} ", 1)
    return line if found is None else line[found.end() - 1 :].strip()


def statement(line: str, dialect: Dialect) -> Statement:
    """What a line with an arrow says.

    Raises:
        Unreadable: an end is missing, or two signs contradict each other.
    """
    whole = f" {line} "
    masked = f" {blanked(line, dialect)} "
    arrows: list[Arrow] = []
    pieces: list[str] = []
    begin = 0
    for found in _arrows(masked, dialect):
        end, sign, words = _tail(masked, found, whole)
        if found.start() < begin:
            continue
        pieces.append(whole[begin : found.start()])
        arrows.append(_arrow(found, sign, words))
        begin = end
    pieces.append(whole[begin:])
    if arrows and not pieces[-1].strip(" ;,."):
        # An arrow that leads nowhere.
        del arrows[-1], pieces[-1]
    if not arrows:
        raise Unreadable
    last, of_line = without_attributes(pieces[-1].strip().rstrip(";, "), dialect)
    last, reason = _without_reason(_FULL_STOP.sub("", last), dialect)
    pieces[-1] = last
    pieces[0] = _LOOP_NAME.sub("", pieces[0].strip())
    ends = [_end(piece, dialect) for piece in pieces]
    if any(not names for names, _ in ends):
        raise Unreadable
    signs = _signs(arrows, [sign for _, sign in ends], of_line)
    links: list[Said] = []
    for number, arrow in enumerate(arrows):
        words, why = arrow.words, reason if number == len(arrows) - 1 else ""
        for one in ends[number][0]:
            for other in ends[number + 1][0]:
                if arrow.leads_on:
                    links.append(Said(one, other, signs[number], words, why))
                if arrow.leads_back:
                    links.append(Said(other, one, signs[number], words, why))
    return Statement(tuple(name for names, _ in ends for name in names), tuple(links))


# -- arrows and signs


def _arrows(masked: str, dialect: Dialect) -> Iterator[re.Match[str]]:
    worded = _WORDED.search(masked) if dialect == "mermaid" else None
    begin = 0
    while (found := _ARROW.search(masked, begin)) is not None:
        if worded is not None and worded.start() < begin:
            worded = _WORDED.search(masked, begin)
        if worded is not None and worded.start() < found.start():
            found = worded
        yield found
        begin = found.end()


def _tail(
    masked: str, found: re.Match[str], whole: str | None = None
) -> tuple[int, str | None, str]:
    """(where the next end begins, the sign there, the words there) behind an arrow."""
    whole = masked if whole is None else whole
    piped = _PIPED.match(masked, found.end())
    if piped is not None:
        words = whole[piped.start(1) : piped.end(1)]
        sign = sign_of(words)
        return piped.end(), sign, "" if sign is not None else unquoted(words)
    after = _AFTER.match(masked, found.end())
    if after is not None and (sign := sign_of(after[1] or after[2] or after[3])) is not None:
        return after.end(), sign, ""
    return found.end(), None, ""


def _arrow(found: re.Match[str], sign: str | None, words: str) -> Arrow:
    groups = found.groupdict()
    inner = groups.get("inner") or groups.get("alone") or groups.get("words") or ""
    if groups.get("plus"):
        inner = "+"
    own = sign_of(inner)
    if own is not None and sign is not None and own != sign:
        raise Unreadable
    return Arrow(
        leads_on=groups.get("back") is None,
        leads_back=groups.get("back") is not None or groups.get("both") is not None,
        is_bar=groups.get("bar") is not None,
        sign=own or sign,
        words=words or ("" if own is not None else inner.strip()),
    )


def sign_of(words: str) -> str | None:
    """ "+" or "-" where these words are a sign, in any of its spellings."""
    text = words.strip().strip("\"'`").strip().casefold()
    text = re.sub(f"[{_DASH}]", "-", text).lstrip("~")
    return _SIGNS.get(_DELAY.sub("", text).strip().strip("()[]"))


def _signs(arrows: list[Arrow], behind: list[str | None], of_line: dict[str, str]) -> list[bool]:
    """Whether each link is negative. A sign at an end is that of the arrow before it.

    Where there is none, or it has its sign already, it is that of the arrow behind it.
    """
    signs = [arrow.sign for arrow in arrows]
    for number, sign in enumerate(behind):
        if sign is None:
            continue
        if number > 0 and signs[number - 1] is None:
            signs[number - 1] = sign
        elif number < len(arrows) and signs[number] is None:
            signs[number] = sign
        elif number == 0 or signs[number - 1] != sign:
            raise Unreadable
    of_all = sign_of(of_line.get("label", "") or of_line.get("xlabel", ""))
    if of_all is None and of_line.get("arrowhead", "").strip('"') == "tee":
        of_all = "-"
    if any(arrow.is_bar and sign == "+" for arrow, sign in zip(arrows, signs, strict=True)):
        raise Unreadable
    return [
        arrow.is_bar or (sign or of_all) == "-" for arrow, sign in zip(arrows, signs, strict=True)
    ]


# -- ends


def _end(piece: str, dialect: Dialect) -> tuple[tuple[Name, ...], str | None]:
    piece, sign = _without_sign(piece.strip(), dialect)
    parts = [piece]
    if dialect == "mermaid":
        masked = blanked(piece, dialect)
        cuts = [0, *(at for found in re.finditer(r"\s&\s", masked) for at in found.span())]
        parts = [piece[a:b] for a, b in zip(cuts[::2], [*cuts[1::2], len(piece)], strict=True)]
    elif dialect == "graphviz" and piece.startswith("{"):
        raise Unreadable
    names = [name_of(part.strip(), dialect) for part in parts]
    if any(not part.strip() or not says_something(part) for part in parts):
        return (), sign
    return tuple(names), sign


def _without_reason(piece: str, dialect: Dialect) -> tuple[str, str]:
    """(the piece, what follows its colon): "Sellers: more visits attract them"."""
    found = _REASON.fullmatch(blanked(piece, dialect))
    if found is None or sign_of(found["why"]) is not None:
        return piece, ""
    return piece[: found.end("rest")], piece[found.start("why") :].strip()


def _without_sign(piece: str, dialect: Dialect) -> tuple[str, str | None]:
    masked = blanked(piece, dialect)
    found = _SIGNED_END.fullmatch(masked)
    # "Product(s)" is a word.
    if found is not None and (found["gap"] or not found["sign"].strip().isalpha()):
        sign = sign_of(found["sign"])
        if sign is not None:
            return piece[: found.end("rest")], sign
    found = _BARE_END.fullmatch(masked)
    if found is not None:
        return piece[: found.end("rest")], sign_of(found["sign"])
    return piece, None
