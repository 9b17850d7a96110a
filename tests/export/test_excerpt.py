"""A part of a document: one wheel, or what is selected, as it is drawn in the whole."""

from __future__ import annotations

import pytest

from flywheel_studio.export.excerpt import pages_of, picture_of, selected_alone, wheel_alone
from flywheel_studio.model import invariants
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Note, Wheel
from flywheel_studio.storage.templates import load_template


@pytest.fixture
def two_wheels():
    return Flywheel(
        wheels={"w": Wheel(id="w", title="W"), "v": Wheel(id="v", title="V", x=900.0)},
        factors={
            "a": Factor(id="a", label="A", wheel="w"),
            "b": Factor(id="b", label="B", wheel="w"),
            "c": Factor(id="c", label="C", wheel="v"),
            "d": Factor(id="d", label="D"),
        },
        links={
            "l": Link(id="l", source="a", target="b"),
            "x": Link(id="x", source="b", target="c"),
        },
        texts={"t": Note(id="t", text="note", wheel="v")},
    )


def test_a_wheel_alone_has_its_records_and_no_link_to_another(two_wheels):
    part = wheel_alone(two_wheels, "w")
    invariants.check(part)
    assert (set(part.factors), set(part.links), set(part.texts)) == ({"a", "b"}, {"l"}, set())
    with pytest.raises(KeyError):
        wheel_alone(two_wheels, "nowhere")


def test_every_record_is_on_exactly_one_page(two_wheels, picture_of):
    pages = list(pages_of(picture_of(two_wheels)))
    assert [set(page.flywheel.factors) for page in pages] == [{"a", "b"}, {"c"}, {"d"}]
    assert [set(page.flywheel.texts) for page in pages] == [set(), {"t"}, set()]
    whole = picture_of("amazon")
    assert [page is whole for page in pages_of(whole)] == [True]


def test_what_is_selected_stays_where_and_as_it_is_drawn(picture_of):
    whole = picture_of(load_template("amazon", "en"))
    drawn = {(r.owner, r.id): r.primitives for r in whole.figure.records}
    part = selected_alone(whole.flywheel, ["traffic", "growth", "sellers"], [], [])
    invariants.check(part)
    assert set(part.links) == {"l2", "l5"}
    for record in like(part, whole).figure.records:
        assert record.primitives == drawn[record.owner, record.id]


def test_factors_that_their_ring_places_keep_their_places(picture_of):
    whole = picture_of("blank-ring")
    drawn = {(r.owner, r.id): r.primitives for r in whole.figure.records}
    kept = list(whole.flywheel.factors)[:2]
    part = selected_alone(whole.flywheel, kept, [], [])
    found = [r for r in like(part, whole).figure.records if r.primitives]
    assert len(found) == 3
    assert all(record.primitives == drawn[record.owner, record.id] for record in found)


def test_a_selected_link_brings_its_ends(picture_of):
    whole = picture_of("amazon")
    part = selected_alone(whole.flywheel, [], ["l1"], [])
    assert set(part.factors) == {"customer-experience", "traffic"}
    assert set(part.links) == {"l1"}


def like(part, whole):
    return picture_of(part, whole)
