"""A finding, and what the window can do about it.

A `Finding` stays plain data that can be printed. What mends it travels beside it: a command that
can be previewed and undone like any other, or the field where only a person can say something.
Commands are made from the drawing that was looked at, and name its records by id: on a newer
drawing they do the same or refuse in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from flywheel_studio.model.finding import Finding, Severity
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.insight.checks.examined import Examined

Command = Callable[[Flywheel], Flywheel]
Kind = Literal["factors", "links", "wheels", "loops", "document"]


class Focus(Struct, frozen=True):
    """The field that a person has to fill in.

    `id`: of a record of this kind; "" for the document. Of "loops" the loop's links, joined by
    colons from its first one on. `field`: as the file format calls it ("reason", "goal").
    """

    kind: Kind
    id: str
    field: str


class Remark(Struct, frozen=True, kw_only=True):
    """What a check says; the table adds the check's code and severity.

    `about`: ids that tell this remark from others of the same check. `wheel`: the wheel that it
    is about, None where it is about the whole document; `names_wheel`: the message says which.
    `fix`: the step in words.
    """

    message: str
    about: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    wheel: str | None = None
    names_wheel: bool = False
    fix: str = ""
    command: Command | None = None
    focus: Focus | None = None
    is_trial: bool = False


class Diagnosis(Struct, frozen=True, eq=False):
    """A finding with what can be done about it.

    `key`: what stands in the document's `dismissed` once it was put aside ("code:id:id").
    `command`: the step that mends it, None where there is none; `finding.fix` says it in words.
    `focus`: where only words can mend it, the field for them; with a command, the field that the
    command sets. `is_trial`: the command is for a run beside today's, not a change to keep.
    `wheel`: the wheel it is about, None for the whole document. `words`: the finding's message
    without the name of that wheel, for a page that is about it alone.
    """

    finding: Finding
    key: str
    words: str
    command: Command | None = None
    focus: Focus | None = None
    is_trial: bool = False
    wheel: str | None = None


class Check(Struct, frozen=True):
    """One rule: `find` yields a remark for each place where it is broken."""

    code: str
    severity: Severity
    find: Callable[[Examined], Iterator[Remark]]


class Diagnosed(Struct, frozen=True, eq=False):
    """All that was found, gravest first: `shown`, and `put_aside` by the user's "not now"."""

    shown: tuple[Diagnosis, ...] = ()
    put_aside: tuple[Diagnosis, ...] = ()


def key_of(code: str, *about: str) -> str:
    """How a finding is known in the document's `dismissed`."""
    return ":".join((code, *about))


def of_reading(finding: Finding) -> Diagnosis:
    """What reading a file repaired, as a diagnosis: there is nothing left to do about it."""
    key = key_of(finding.code, *finding.factors, *finding.links)
    return Diagnosis(finding, key, finding.message)
