"""What the outline lists, as plain rows: wheels with their factors and links, notes, loops, findings.

No Qt: the tree only shows these rows, and is built anew only when they differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from flywheel_studio.insight.sentences import (
    factor_name,
    link_sentence,
    loop_name,
    loop_ring,
    range_sentence,
)
from flywheel_studio.insight.spoken_names import gear_words, spoken_wheel
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.records import Factor
from flywheel_studio.model.weight_range import has_range

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

RowKind = Literal["wheels", "factors", "links", "texts", "bands", "loops", "findings", "group"]

RECORDS: Final = ("wheels", "factors", "links", "texts", "bands")
"""The rows that are records of the document."""
RENAMED: Final = ("wheels", "factors", "links", "texts", "bands")
"""The rows whose words are edited in place: of a link its label."""

# Nobody reads further down; the panels of loops and checks hold them all.
MOST_LISTED: Final = 200


class Row(Struct, frozen=True):
    """A line of the outline. `said`: what is read aloud.

    `edited`: the words that are edited here, where they are not the row's own.
    """

    kind: RowKind
    id: str
    words: str
    said: str = ""
    is_faint: bool = False
    edited: str | None = None
    rows: tuple[Row, ...] = ()


def outline_rows(
    flywheel: Flywheel, loops: tuple[Loop, ...] = (), findings: tuple[Finding, ...] = ()
) -> tuple[Row, ...]:
    """The whole outline, in the order of the document."""
    homeless = flywheel.factors_of.get(None, ())
    rows = [
        Row(
            "wheels",
            wheel.id,
            _line(wheel.title) or _line(flywheel.header.title) or tr("Wheel"),
            said=spoken_wheel(flywheel, wheel.id),
            is_faint=wheel.id in folded_wheels(flywheel),
            rows=tuple(_factors(flywheel, flywheel.factors_of[wheel.id])),
        )
        for wheel in flywheel.wheels.values()
    ]
    if homeless and flywheel.wheels:
        inner = tuple(_factors(flywheel, homeless))
        rows.append(Row("group", "homeless", tr("In no wheel"), rows=inner))
    else:
        rows.extend(_factors(flywheel, homeless))
    if flywheel.bands:
        bands = tuple(
            Row("bands", band.id, _line(band.label) or tr("Stage"))
            for band in flywheel.bands.values()
        )
        rows.append(Row("group", "bands", tr("Bands"), rows=bands))
    if flywheel.texts:
        notes = tuple(
            Row("texts", note.id, _line(note.text) or tr("Text"))
            for note in flywheel.texts.values()
        )
        rows.append(Row("group", "texts", tr("Texts"), rows=notes))
    if loops:
        listed = tuple(
            _loop(flywheel, loop) for loop in loops[:MOST_LISTED] if _is_there(loop, flywheel)
        )
        rows.append(_group("loops", tr("Loops"), listed, len(loops)))
    if findings:
        # Two findings may say the same of different factors: the place tells them apart.
        said = tuple(
            Row("findings", str(number), finding.message)
            for number, finding in enumerate(findings[:MOST_LISTED])
        )
        rows.append(_group("findings", tr("Checks"), said, len(findings)))
    return tuple(rows)


def walk(rows: Iterable[Row]) -> Iterator[Row]:
    """Every row, from above to below."""
    for row in rows:
        yield row
        yield from walk(row.rows)


def _factors(flywheel: Flywheel, factors: Iterable[Factor]) -> Iterator[Row]:
    for factor in factors:
        links = tuple(_link(flywheel, link.id) for link in flywheel.links_out(factor.id))
        name = factor_name(flywheel, factor.id)
        said = ", ".join(
            (
                name,
                ntr("{n} in", "{n} in", sum(1 for _ in flywheel.links_in(factor.id))),
                ntr("{n} out", "{n} out", len(links)),
            )
        )
        yield Row("factors", factor.id, name, said, rows=links)


def _link(flywheel: Flywheel, key: str) -> Row:
    link = flywheel.links[key]
    target = factor_name(flywheel, link.target)
    sign = "−" if link.is_negative else "+"
    words = f"{sign} → {target}"
    said = link_sentence(flywheel, key)
    if (geared := gear_words(flywheel, key)) is not None:
        wheel = _line(flywheel.wheels[flywheel.factors[link.target].wheel or ""].title)
        words = f"{words} · {wheel}" if wheel else words
        said = f"{said} {geared[:1].upper()}{geared[1:]}."
    label = _line(link.label)
    if label:
        words = tr("{row} “{label}”", row=words, label=label)
        said = tr("{sentence} Label: “{label}”.", sentence=said, label=label)
    if has_range(link):
        words = f"{words}  ±"
        said = f"{said} {range_sentence(link)}"
    if not link.active:
        said = tr("{sentence} Switched off.", sentence=said)
    return Row("links", key, words, said, is_faint=not link.active, edited=label)


def _loop(flywheel: Flywheel, loop: Loop) -> Row:
    return Row("loops", loop.id, f"{loop.id}  {loop_ring(flywheel, loop)}", loop_name(loop))


def _is_there(loop: Loop, flywheel: Flywheel) -> bool:
    """Whether the drawing, which analysis follows a little later, still holds a loop."""
    return all(key in flywheel.factors for key in loop.factors)


def _group(key: str, title: str, rows: tuple[Row, ...], count: int) -> Row:
    more = count - len(rows)
    if more > 0:
        rest = ntr("and {n} more", "and {n} more", more)
        rows = (*rows, Row("group", f"{key}-more", rest, is_faint=True))
    return Row("group", key, f"{title} ({count})", rows=rows)


def _line(words: str) -> str:
    return " ".join(words.split())
