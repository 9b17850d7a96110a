"""Read the flywheel that a text with arrows describes, and write one as such a text.

A line with an arrow between words makes a link, and a factor of each end:

    A -> B      A → B     A => B     A --> B     A ==> B     A -.-> B     A —> B     A +-> B
    A <- B      A ← B     (B drives A)           A <-> B     A ↔ B        (both ways)
    A -| B      A ⊣ B     A --x B                (less of B)
    A -> B -> C -> A                             (a chain)

A *sign* is +, - or −, or a word for it (positive, negative, s, o), and makes a link negative or says
that it is not. It stands in the arrow (`A -(-)-> B`, `A --[+]--> B`), behind it (`A →(-) B`, `A ->|-| B`,
`A -> - B`) or behind a factor (`A -> B (-)`, `A -> B [−]`, `A -> B: -`). Behind a factor it is that of the
arrow before it; where that has one, or there is none, of the arrow that follows (`A (-) -> B`). Other
words at an arrow (`A -->|brings| B`) are the label of the link; words behind a colon at the end of a line
(`A -> B: because of C`) are its reason.

A *name* is what stands between arrows, without Markdown's marks. In quotation marks anything is a name;
`\\"`, `\\\\` and `\\n` mean what they usually do. `A[Label]` says what `A` is called, in the whole text.
Equal names, whatever their case and blanks, are one factor.

*Lines*: marks of a list, a `;`, `,` or full stop at the end and the name of a loop in front (`R1: `) are
passed over; `; ` divides. A line that begins or ends with an arrow goes on with its neighbour, as it
does over a line that is only ↓; an arrow that leads nowhere is passed over. A line without an arrow is
a factor of its own; a heading (`# …`, `…:`), a comment (`//`, `%%`), a cell of a table without an arrow
and a line without words are nothing.

*Mermaid* after `graph LR` or `flowchart TD`: also `A(Label)`, `A{Label}` and other shapes, `A & B --> C`,
`A -- words --> B`; lines about looks and subgraphs are passed over. *Graphviz* after `digraph {`: also
`a [label="…"]`, and on links `[label="-"]` or `[arrowhead=tee]`.

A hyphen, a dash, `>` alone and `<=` are no arrows. A line that has an arrow and makes no sense is not
guessed at: it is returned as unread. Strengths and delays are no part of such a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from flywheel_studio.commands.clipboard import MOST_PARTS, without_bullet
from flywheel_studio.interop.arrow_line import (
    ARROW_SIGNS,
    Statement,
    Unreadable,
    begins_with_arrow,
    ends_with_arrow,
    has_arrow,
    statement,
    without_first_arrow,
)
from flywheel_studio.interop.arrow_names import (
    Dialect,
    Name,
    blanked,
    name_alone,
    quoted,
    says_something,
    without_bold,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import NEGATIVE, POSITIVE, Factor, Link
from flywheel_studio.model.text import cleaned, name_key

# Some fifty times what a person writes down; reading so much takes well under a second.
MOST_CHARACTERS: Final = 100_000
# What every arrow has something of; most texts that are pasted have nothing of it.
_ANY_ARROW: Final = re.compile(f"[<>|⊣↓⬇⇓⭣{ARROW_SIGNS}]|--x")
_DOWN: Final = re.compile(r"[↓⬇⇓⭣]\ufe0f?\s*([(\[]?[-+–−][)\]]?)?")
_MERMAID: Final = re.compile(
    r"^[ \t]*(?:```[ \t]*mermaid[ \t]*$|(?:graph|flowchart)[ \t]+(?:TB|TD|BT|RL|LR)\b[ \t]*;?)",
    re.MULTILINE,
)
_MERMAID_ASIDE: Final = re.compile(
    r"(?:```.*|%%.*|---|(?:subgraph|direction|style|classDef|class|linkStyle|click|title|accTitle"
    r"|accDescr|config)\b.*|end|graph|flowchart)"
)
_GRAPHVIZ: Final = re.compile(
    r'^\s*(?:strict\s+)?(?:di)?graph(?:\s+(?:"[^"\n]{0,200}"|\w+))?\s*\{', re.MULTILINE
)
_GRAPHVIZ_ASIDE: Final = re.compile(
    r"(?:(?:node|edge|graph|subgraph)\b.*|\w+\s*=[^>].*|[{}]+|/\*.*|#.*)", re.DOTALL
)
# A link without a head, in Mermaid and in Graphviz.
_HEADLESS: Final = re.compile(r"-{2,}|={3,}|-\.+-")
_ASIDE: Final = re.compile(r"(?:```|//|%%|<!--|#{1,6}\s).*")


class Reading(Struct, frozen=True):
    """What a text says: factors and links without places, and the lines that could not be read."""

    flywheel: Flywheel
    unread: tuple[str, ...]


class _Story:
    """What has been read so far."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self.statements: list[Statement] = []
        self.unread: list[str] = []

    def flywheel(self) -> Flywheel:
        called = {name.id: name.label for name in self.names if name.label is not None}
        keys: dict[str, str] = {}
        factors: dict[str, Factor] = {}

        def factor(name: Name) -> str:
            label = cleaned(called.get(name.id, name.id)).strip()
            key = keys.setdefault(name_key(label), f"f{len(keys) + 1}")
            if key not in factors:
                factors[key] = Factor(id=key, label=label)
            return key

        for name in self.names:
            factor(name)
        links: dict[tuple[str, str, bool], Link] = {}
        for said in (link for each in self.statements for link in each.links):
            ends = factor(said.source), factor(said.target)
            links.setdefault(
                (*ends, said.is_negative),
                Link(
                    id=f"l{len(links) + 1}",
                    source=ends[0],
                    target=ends[1],
                    polarity=NEGATIVE if said.is_negative else POSITIVE,
                    label=cleaned(said.words).strip(),
                    reason=cleaned(said.reason).strip(),
                ),
            )
        return Flywheel(factors=factors, links={link.id: link for link in links.values()})


def read_arrows(text: str) -> Reading | None:
    """What a text with arrows says; None where no arrow stands between words.

    None also for a text longer than `MOST_CHARACTERS`, or of more than `MOST_PARTS` lines: those
    are no description that a person has written.
    """
    if len(text) > MOST_CHARACTERS or _ANY_ARROW.search(text) is None:
        return None
    text = "\n".join(text.splitlines())
    dialect = _dialect(text)
    if dialect != "plain":
        text = (_GRAPHVIZ if dialect == "graphviz" else _MERMAID).sub("\n", text)
    lines = text.splitlines()
    if len(lines) > MOST_PARTS:
        return None
    story = _Story()
    for line in _joined(lines, dialect):
        for part in _parts(line, dialect):
            _read(story, part, dialect)
    if not any(_between_words(each) for each in story.statements):
        return None
    return Reading(story.flywheel(), tuple(story.unread))


def arrow_text(flywheel: Flywheel) -> str:
    """A text from which `read_arrows` makes the same factors and the same signed links.

    Factors of the same name become one. What a link says besides its sign is not written. A drawing
    without links is its names, a line for each, which are read as lines.
    """
    links = [
        f"{_written(flywheel.factors[link.source].label)} -> "
        f"{_written(flywheel.factors[link.target].label)}{' (-)' if link.is_negative else ''}"
        for link in flywheel.links.values()
    ]
    alone = [factor for factor in flywheel.factors.values() if not flywheel.links_of[factor.id]]
    if links:
        links += [_written(factor.label) for factor in alone]
    else:
        # No arrow, so nothing is read but lines: quotation marks would become part of the names.
        links = [line for factor in alone if (line := " ".join(factor.label.split()))]
    return "\n".join(dict.fromkeys(links))


# -- from a text to statements


def _dialect(text: str) -> Dialect:
    if _MERMAID.search(text):
        return "mermaid"
    return "graphviz" if _GRAPHVIZ.search(text) else "plain"


def _joined(lines: Iterable[str], dialect: Dialect) -> Iterator[str]:
    """The lines that say something; those that an arrow carries over as one."""
    pending: list[str] = []
    # Arrows as the marks of a list: the text begins with one.
    is_list: bool | None = None
    goes_on = False
    for raw in _cells(lines, dialect):
        line = without_bold(without_bullet(raw), dialect).strip()
        if not line:
            continue
        if (down := _DOWN.fullmatch(line)) is not None:
            line = f"→ {down[1] or ''}".strip()
        elif _is_aside(line, dialect):
            if pending:
                yield " ".join(pending)
            pending, goes_on = [], False
            continue
        begins = begins_with_arrow(line, dialect)
        if is_list is None:
            is_list = begins
        if begins and (is_list or not pending or goes_on):
            line = without_first_arrow(line, dialect)
            begins = False
        if pending and not begins and not goes_on:
            yield " ".join(pending)
            pending = []
        if line:
            pending.append(line)
            goes_on = down is not None or ends_with_arrow(line, dialect)
    if pending:
        yield " ".join(pending)


def _cells(lines: Iterable[str], dialect: Dialect) -> Iterator[str]:
    """The lines, and of the rows of a table the cells that hold an arrow."""
    for line in lines:
        row = line.strip()
        if len(row) > 2 and row[0] == row[-1] == "|":
            yield from (cell for cell in row[1:-1].split("|") if has_arrow(cell, dialect))
        else:
            yield line


def _is_aside(line: str, dialect: Dialect) -> bool:
    """Whether a line says nothing about factors: a heading, a comment, looks, a row of dashes."""
    if dialect == "mermaid" and _MERMAID_ASIDE.fullmatch(line):
        return True
    if _ASIDE.fullmatch(line) or not (says_something(line) or '"' in line):
        # A line that is nothing but an arrow joins its neighbours.
        return not begins_with_arrow(line, dialect) or line.startswith("<!--")
    return line.rstrip("*_ ").endswith(":") and not has_arrow(line, dialect)


def _parts(line: str, dialect: Dialect) -> Iterator[str]:
    """The statements of a line, between semicolons."""
    masked = blanked(line, dialect)
    if dialect == "plain" and not has_arrow(line, dialect):
        yield line
        return
    begin = 0
    for found in re.finditer(r";(?=\s|$)" if dialect == "plain" else ";", masked):
        yield line[begin : found.start()].strip()
        begin = found.end()
    yield line[begin:].strip()


def _read(story: _Story, part: str, dialect: Dialect) -> None:
    if dialect == "graphviz":
        part = part.rstrip("} \t") if part.count("{") < part.count("}") else part
        if part.startswith("//") or (
            _GRAPHVIZ_ASIDE.fullmatch(part) and not has_arrow(part, dialect)
        ):
            return
    if not part:
        return
    if not has_arrow(part, dialect):
        if dialect != "plain" and _HEADLESS.search(blanked(part, dialect)):
            story.unread.append(part)
            return
        story.names.append(name_alone(part, dialect))
        return
    try:
        said = statement(part, dialect)
    except Unreadable:
        story.unread.append(part)
    else:
        story.names += said.names
        story.statements.append(said)


def _between_words(said: Statement) -> bool:
    return any(
        any(letter.isalnum() for letter in link.source.id)
        and any(letter.isalnum() for letter in link.target.id)
        for link in said.links
    )


# -- from a flywheel to a text


def _written(label: str) -> str:
    """The label as it is, where it is read as nothing else; otherwise in quotation marks."""
    return label if _is_plain(label) else quoted(label)


@lru_cache(maxsize=1024)
def _is_plain(label: str) -> bool:
    """Whether reading gives a label back wherever it stands: asked of the reading itself."""
    one, other = "Probe one", "Probe two"
    # What comes in pairs could find its other half in the next name.
    if set(label) & set('"“”[]{}') or name_key(label) in (name_key(one), name_key(other)):
        return False
    said = [(one, other, "+"), (label, one, "+"), (one, label, "-"), (other, label, "+")]
    lines = [f"{a} -> {b}{' (-)' * (sign == NEGATIVE)}" for a, b, sign in said]
    linked, alone = read_arrows("\n".join(lines)), read_arrows(f"{lines[0]}\n{label}")
    if linked is None or linked.unread or alone is None or alone.unread:
        return False
    names = [
        {key: factor.label for key, factor in reading.flywheel.factors.items()}
        for reading in (linked, alone)
    ]
    return all(list(each.values()) == [one, other, label] for each in names) and said == [
        (names[0][link.source], names[0][link.target], link.polarity)
        for link in linked.flywheel.links.values()
    ]
