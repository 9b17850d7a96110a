"""The names in a text with arrows: quoted, in brackets, and called something else than they are.

The grammar is written down in `arrow_text`. What is quoted or in brackets is looked at as a whole:
arrows and signs are searched for in a copy of the line in which it is blanked out.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct

Dialect = Literal["plain", "mermaid", "graphviz"]


class Name(Struct, frozen=True):
    """An end of a link: `id` as it is referred to, `label` where the line says what it is called."""

    id: str
    label: str | None = None


_QUOTED: Final = re.compile(r'(?<![\w\\])"(?:\\.|[^"\\]){0,2000}"(?!\w)|“[^“”]{0,2000}”')
_SQUARE: Final = re.compile(r"(?<=\w)\[(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,300}\]")
_SHAPE: Final = re.compile(
    r"(?<=\w)(?:\[(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,300}\]"
    r"|\((?:[^()]|\((?:[^()]|\([^()]{0,300}\)){0,300}\)){0,300}\)"
    r"|\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\})"
)
_ATTRIBUTES: Final = re.compile(r"\[[^\[\]]{0,500}\]")
_LABELLED: Final = re.compile(r"([\w.-]*\w)([\[({].*[\])}])", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r'(\w+)\s*=\s*("(?:\\.|[^"\\])*"|[^\s,;\]]+)')
_ESCAPE: Final = re.compile(r'\\(["\\n])')
_BLANK: Final = "\ue000"


def blanked(line: str, dialect: Dialect) -> str:
    """The line, of the same length, without what stands in quotes or in the brackets of a name."""
    if '"' in line or "“" in line:
        line = _QUOTED.sub(_blank, line)
    if dialect == "graphviz":
        return _ATTRIBUTES.sub(_blank, line)
    return (_SHAPE if dialect == "mermaid" else _SQUARE).sub(_blank, line)


def without_bold(line: str, dialect: Dialect) -> str:
    """The line without Markdown's marks of bold letters, which may stand round half of it."""
    masked = blanked(line, dialect)
    kept, begin = [], 0
    for found in re.finditer(r"\*\*", masked):
        kept.append(line[begin : found.start()])
        begin = found.end()
    return "".join((*kept, line[begin:]))


def name_alone(line: str, dialect: Dialect) -> Name:
    """A line without an arrow: a name and what it is called."""
    text = line.rstrip("; ") if dialect != "plain" else line
    if dialect == "graphviz":
        text, attributes = without_attributes(text, dialect)
        name = name_of(text, dialect)
        return Name(name.id, unquoted(attributes["label"])) if "label" in attributes else name
    return name_of(text.strip(), dialect)


def unquoted(text: str) -> str:
    """The text without quotation marks round all of it, and with what they protect spelled out."""
    text = text.strip()
    if _QUOTED.fullmatch(text) is None:
        return text
    if text[0] == "“":
        return text[1:-1]
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text[1:-1])


def quoted(label: str) -> str:
    """The label in quotation marks, so that nothing in it is read as anything else."""
    label = label.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "\\n".join(label.splitlines()) + '"'


def says_something(part: str) -> bool:
    """Whether a piece is more than punctuation; quotation marks say so even round nothing."""
    part = part.strip()
    return unquoted(part) != part or any(a.isalnum() or ord(a) > 0x7F for a in part)


def name_of(text: str, dialect: Dialect) -> Name:
    """The name that a piece without arrows and signs gives."""
    text = _without_marks(text)
    if dialect == "mermaid":
        text = re.sub(r":::\w+$", "", text)
    found = _LABELLED.fullmatch(text) if dialect != "graphviz" else None
    if found is not None and blanked(text, dialect) == found[1] + _BLANK * len(found[2]):
        label = re.sub(r"\s*<br\s*/?>\s*", "\n", unquoted(_unwrapped(found[2])))
        # "Traffic[1]" is a word with a footnote.
        if any(letter.isalpha() for letter in label):
            return Name(found[1], label)
    whole = unquoted(text)
    return Name(whole if whole != text else " ".join(text.split()))


def _unwrapped(text: str) -> str:
    """Without the brackets, of whatever shape, round all of it."""
    while len(text) > 1 and (text[0] + text[-1]) in ("[]", "()", "{}", "//", "\\\\", "/\\", "\\/"):
        inside, depth = text[1:-1], 0
        for letter in inside:
            depth += (letter in "[({") - (letter in "])}")
            if depth < 0:
                return text
        text = inside.strip()
    return text


def _without_marks(text: str) -> str:
    """Without Markdown's marks, and without brackets, round all of it."""
    for mark in ("__", "`"):
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            text = text[len(mark) : -len(mark)].strip()
    if (
        len(text) > 2
        and text[0] == "["
        and text[-1] == "]"
        and not re.search(r"[\[\]]", text[1:-1])
    ):
        return text[1:-1].strip()
    return text


def without_attributes(text: str, dialect: Dialect) -> tuple[str, dict[str, str]]:
    """(the text, the attributes) of a line that ends with Graphviz's list of attributes."""
    found = re.search(r'\s{0,9}\[((?:"(?:\\.|[^"\\])*"|[^\[\]"])*)\]$', text)
    if found is None or (dialect != "graphviz" and not _ATTRIBUTE.search(found[1])):
        return text, {}
    return text[: found.start()], dict(_ATTRIBUTE.findall(found[1]))


def _blank(found: re.Match[str]) -> str:
    return _BLANK * len(found[0])
