"""What differs between two flywheels, forwards and back, order included."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Header, Link, Push, Wheel

KEYS = "abcdefg"


@st.composite
def flywheels(draw):
    """Any tables in any order; references need not hold, a change does not care."""
    factors = draw(st.lists(st.sampled_from(KEYS), unique=True))
    links = draw(st.lists(st.sampled_from(KEYS), unique=True))
    header = draw(st.sampled_from([Header(), Header(title="A"), Header(view={"zoom": 2})]))
    return Flywheel(
        header=header,
        factors={
            key: Factor(id=key, label=draw(st.sampled_from(["", "X", "Y"]))) for key in factors
        },
        links={
            key: Link(id=key, source="a", target="b", weight=draw(st.sampled_from([0.5, 1.0])))
            for key in links
        },
    )


def same(one: Flywheel, other: Flywheel) -> bool:
    """Equal, and every table in the same order."""
    return one == other and all(
        list(one.table(kind)) == list(other.table(kind)) for kind in ("factors", "links")
    )


@given(flywheels(), flywheels())
def test_a_difference_leads_from_the_one_to_the_other_and_its_inverse_back(one, other):
    change = difference(one, other)
    assert same(change.apply(one), other)
    assert same(change.inverse().apply(other), one)
    assert change.inverse().inverse() == change


@given(flywheels())
def test_nothing_differs_from_itself_nor_from_an_equal_copy(one):
    copy = Flywheel(header=one.header, factors=dict(one.factors), links=dict(one.links))
    assert difference(one, one).is_empty
    assert difference(one, copy).is_empty


@given(flywheels(), flywheels(), flywheels())
def test_two_changes_one_after_the_other_lead_where_their_sum_leads(one, other, third):
    by_steps = difference(other, third).apply(difference(one, other).apply(one))
    assert same(by_steps, difference(one, third).apply(one))


@given(flywheels(), flywheels())
def test_a_change_names_exactly_the_records_that_differ(one, other):
    change = difference(one, other)
    for kind in ("factors", "links"):
        old, new = one.table(kind), other.table(kind)
        differing = {key for key in {**old, **new} if old.get(key) != new.get(key)}
        assert set(change.ids(kind)) == differing


def test_undoing_a_deletion_puts_the_record_back_where_it_stood():
    one = Flywheel(factors={key: Factor(id=key) for key in "abc"})
    other = one.without("factors", ["b"])
    assert list(difference(one, other).inverse().apply(other).factors) == ["a", "b", "c"]


def test_untouched_tables_and_records_are_the_very_same():
    one = Flywheel(
        factors={key: Factor(id=key) for key in "abc"},
        links={"l1": Link(id="l1", source="a", target="b")},
    )
    other = one.with_records("factors", [Factor(id="b", label="B")])
    after = difference(one, other).apply(one)
    assert after.links is one.links
    assert after.factors["a"] is one.factors["a"]


def _change_of(record, **fields):
    kind = {Factor: "factors", Link: "links", Wheel: "wheels", Push: "pushes"}[type(record)]
    one = Flywheel(**{kind: {record.id: record}})
    return difference(one, one.with_records(kind, [replace(record, **fields)]))


def test_places_and_colours_touch_neither_structure_nor_findings():
    for change in (
        _change_of(Factor(id="a"), x=3.0, y=4.0),
        _change_of(Factor(id="a"), style={"fill": "#FF0000"}),
        _change_of(Link(id="l"), bend=0.3),
        _change_of(Wheel(id="w"), radius=300.0, x=1.0),
    ):
        assert not change.touches_structure and not change.touches_findings
    themed = difference(Flywheel(), Flywheel(header=Header(theme="slate", title="T")))
    assert not themed.touches_structure and not themed.touches_findings


def test_numbers_ends_and_pushes_touch_structure():
    for change in (
        _change_of(Factor(id="a"), friction=0.1),
        _change_of(Factor(id="a"), score=3.0),
        _change_of(Link(id="l"), weight=0.1),
        _change_of(Link(id="l"), active=False),
        _change_of(Link(id="l"), polarity="-"),
        _change_of(Push(id="p"), impulse=1.0),
        _change_of(Wheel(id="w"), start="a"),
        difference(Flywheel(), Flywheel(factors={"a": Factor(id="a")})),
    ):
        assert change.touches_structure and change.touches_findings


def test_names_and_reasons_touch_findings_only():
    for change in (
        _change_of(Factor(id="a"), label="Traffic"),
        _change_of(Link(id="l"), reason="because"),
        _change_of(Wheel(id="w"), title="Amazon"),
    ):
        assert not change.touches_structure and change.touches_findings
    assert _change_of(Factor(id="a"), label="Traffic").touches_words


@given(flywheels(), st.data())
def test_what_snapshots_remember_of_their_making_does_not_change_a_difference(base, data):
    """A snapshot that was made of another by one record says so, and nothing else is looked at."""
    kinds = [kind for kind in ("factors", "links", "wheels") if base.table(kind)]
    if not kinds:
        return
    made = [base]
    for _ in range(3):
        kind = data.draw(st.sampled_from(kinds))
        record = base.table(kind)[data.draw(st.sampled_from(sorted(base.table(kind))))]
        changed = replace(record, style={"n": data.draw(st.integers(0, 2))})
        made.append(data.draw(st.sampled_from(made)).with_records(kind, [changed]))
    # `replace` copies the records and forgets how they came.
    forgetful = [replace(each) for each in made]
    assert all(each.since is None for each in forgetful)
    for one, plain_one in zip(made, forgetful, strict=True):
        for other, plain_other in zip(made, forgetful, strict=True):
            assert difference(one, other) == difference(plain_one, plain_other)
