"""The records a flywheel is made of, field for field as they stand in a `.flywheel` file.

Records are frozen: a change makes a new record, so that comparing two snapshots is comparing
identities. Dictionaries inside records (`style`, `answers`, `view`, `extra`) are never mutated
once the record exists. `extra` holds the keys that this version does not know; they are written
back where they were found.

Ranges stand in the annotations; `storage.codec` enforces them on reading and
`model.invariants` after every command.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any, Final

from msgspec import Meta, Struct, field

MAX_TEXT: Final = 2_000
MAX_COORDINATE: Final = 1e6
_MAX: Final = sys.float_info.max

Text = Annotated[str, Meta(max_length=MAX_TEXT)]
Number = Annotated[float, Meta(ge=-_MAX, le=_MAX)]
NotNegative = Annotated[float, Meta(ge=0, le=_MAX)]
Positive = Annotated[float, Meta(gt=0, le=_MAX)]
Coordinate = Annotated[float, Meta(ge=-MAX_COORDINATE, le=MAX_COORDINATE)]
Score = Annotated[float, Meta(gt=0, le=10)]
Share = Annotated[float, Meta(ge=0, le=1)]
Extra = dict[str, Any]

POSITIVE: Final = "+"
NEGATIVE: Final = "-"

DEFAULT_RADIUS: Final = 240.0
# A name that no table of the file format holds; msgspec takes no character below U+0020 in one.
_EXTRA_NAME: Final = "\x7fextra"


def _extra() -> Any:
    return field(default_factory=dict, name=_EXTRA_NAME)


class Goal(Struct, frozen=True, kw_only=True):
    """The one measurable thing a wheel serves."""

    text: Text = ""
    factor: str | None = None
    metric: Text = ""
    unit: Text = ""
    target: Number | None = None
    by: Text | None = None
    extra: Extra = _extra()


class Wheel(Struct, frozen=True, kw_only=True):
    """An area of the one paper, with a ring of its own. Coordinates are absolute."""

    id: str = ""
    title: Text = ""
    purpose: Text = ""
    parent: str | None = None
    layout: Text = "ring"
    x: Coordinate = 0.0
    y: Coordinate = 0.0
    radius: Annotated[float, Meta(gt=0, le=MAX_COORDINATE)] = DEFAULT_RADIUS
    start: str | None = None
    goal: Goal | None = None
    owner: Text = ""
    stage: Text = ""
    status: Text = ""
    answers: dict[str, Text] = field(default_factory=dict)
    style: Extra = field(default_factory=dict)
    extra: Extra = _extra()


class Metric(Struct, frozen=True, kw_only=True):
    """What a factor is measured by: where it started, where it is, where it should be."""

    name: Text = ""
    unit: Text = ""
    baseline: Number | None = None
    current: Number | None = None
    target: Number | None = None
    date: Text | None = None
    extra: Extra = _extra()


class Activity(Struct, frozen=True, kw_only=True):
    """Something people do for a factor. Active with a strength, it pushes from time 0."""

    id: str = ""
    text: Text = ""
    group: Text = ""
    kind: Text = "pull"
    active: bool = False
    focus: bool = False
    metric: Text = ""
    strength: NotNegative = 0.0
    cost: Number | None = None
    extra: Extra = _extra()


class Factor(Struct, frozen=True, kw_only=True):
    """One part of the wheel. `x` and `y` are its centre; None lets the layout place it."""

    id: str = ""
    label: Text = ""
    wheel: str | None = None
    role: Text = "factor"
    x: Coordinate | None = None
    y: Coordinate | None = None
    mass: Positive = 1.0
    friction: NotNegative = 0.5
    score: Score | None = None
    capacity: Positive | None = None
    initial: Number = 0.0
    metric: Metric | None = None
    owner: Text = ""
    note: Text = ""
    activities: tuple[Activity, ...] = ()
    style: Extra = field(default_factory=dict)
    extra: Extra = _extra()


class Evidence(Struct, frozen=True, kw_only=True):
    """What speaks for a link."""

    text: Text = ""
    date: Text = ""
    source: Text = ""
    extra: Extra = _extra()


class Link(Struct, frozen=True, kw_only=True):
    """More of `source` makes more ("+") or less ("-") of `target`.

    `bend` is the height of the arc over its chord as a share of the chord, positive to the left
    of travel; None lets the layout decide.
    """

    id: str = ""
    source: str = ""
    target: str = ""
    polarity: Text = POSITIVE
    weight: NotNegative = 0.5
    weight_low: NotNegative | None = None
    weight_high: NotNegative | None = None
    delay: NotNegative = 0.0
    active: bool = True
    label: Text = ""
    reason: Text = ""
    confidence: Text = ""
    evidence: tuple[Evidence, ...] = ()
    bend: Number | None = None
    style: Extra = field(default_factory=dict)
    extra: Extra = _extra()

    @property
    def is_negative(self) -> bool:
        return self.polarity == NEGATIVE


class Push(Struct, frozen=True, kw_only=True):
    """Effort from outside: a shove (`impulse`) at `start`, or `strength` from then for `duration`."""

    id: str = ""
    factor: str = ""
    name: Text = ""
    impulse: Number = 0.0
    strength: Number = 0.0
    start: NotNegative = 0.0
    duration: NotNegative | None = None
    active: bool = True
    extra: Extra = _extra()


class Band(Struct, frozen=True, kw_only=True):
    """An arc round a wheel. Angles in degrees, 0 at twelve o'clock, clockwise."""

    id: str = ""
    wheel: str = ""
    label: Text = ""
    from_angle: Number = 0.0
    to_angle: Number = 90.0
    style: Extra = field(default_factory=dict)
    extra: Extra = _extra()


class Note(Struct, frozen=True, kw_only=True):
    """Words on the paper that belong to no factor ("texts" in the file)."""

    id: str = ""
    wheel: str | None = None
    text: Text = ""
    x: Coordinate = 0.0
    y: Coordinate = 0.0
    width: Annotated[float, Meta(gt=0, le=MAX_COORDINATE)] = 160.0
    style: Extra = field(default_factory=dict)
    extra: Extra = _extra()


class NamedLoop(Struct, frozen=True, kw_only=True):
    """A name for the loop with exactly these links in this order, and what someone says it is."""

    links: tuple[str, ...] = ()
    name: Text = ""
    kind: Text = ""
    extra: Extra = _extra()


class ScenarioChange(Struct, frozen=True, kw_only=True):
    """One value that a scenario sets, e.g. `links.l1.weight`."""

    path: Text = ""
    value: Any = None
    extra: Extra = _extra()


class Scenario(Struct, frozen=True, kw_only=True):
    """A named set of changes to compare with the drawing as it stands."""

    id: str = ""
    name: Text = ""
    note: Text = ""
    changes: tuple[ScenarioChange, ...] = ()
    extra: Extra = _extra()


class Economics(Struct, frozen=True, kw_only=True):
    """Unit economics, per time unit."""

    currency: Text = "EUR"
    marketing_and_sales: NotNegative | None = None
    new_customers: NotNegative | None = None
    revenue_per_customer: NotNegative | None = None
    gross_margin: Share | None = None
    churn: Share | None = None
    extra: Extra = _extra()


class Run(Struct, frozen=True, kw_only=True):
    """How long a run lasts and how often it is saved, in the document's time unit."""

    until: Positive = 36.0
    every: Positive = 0.25
    seed: int = 1
    extra: Extra = _extra()


class Header(Struct, frozen=True, kw_only=True):
    """What belongs to the document as a whole."""

    title: Text = ""
    description: Text = ""
    language: Text = "en"
    time_unit: Text = "month"
    theme: Text = "clean"
    palette: tuple[Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$")], ...] | None = None
    loops: tuple[NamedLoop, ...] = ()
    economics: Economics | None = None
    run: Run = Run()
    dismissed: tuple[Text, ...] = ()
    view: Extra = field(default_factory=dict)
    extra: Extra = _extra()
