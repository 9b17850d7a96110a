"""Looks: set, put back, copied from one record to others of its kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.commands.bands import add_band
from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.styles import (
    COLOR_KEYS,
    LOOKS,
    Look,
    has_own_look,
    look_bytes,
    look_from,
    look_of,
    paste_look,
    reset_look,
    set_color,
    set_style,
)
from flywheel_studio.commands.texts import add_text
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.codec import decode, encode

VALUES = {
    "shape": ["pill", "box", "circle", "cloud"],
    "size": ["small", "medium", "large", "huge"],
    "fill": ["none", "soft", "full", "#336699", 3],
    "stroke": [1, 8, 40, "#AA0000"],
    "color": [1, 2, 9, "#00AA00"],
    "weight": ["regular", "bold"],
    "align": ["left", "center", "right"],
    "title": ["below", "above"],
}


@pytest.fixture
def paper() -> Flywheel:
    """Two of each kind that has a look."""
    flywheel = Flywheel()
    for label in ("Traffic", "Sellers"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
        flywheel = add_text(flywheel, label, 0.0, 0.0)
    flywheel = connect(flywheel, "traffic", "sellers")
    flywheel = connect(flywheel, "sellers", "traffic")
    return add_band(add_band(flywheel, "Attract"), "Engage")


def everything(flywheel: Flywheel) -> list:
    return [(kind, key) for kind in LOOKS for key in flywheel.table(kind)]


def test_a_style_is_how_it_looks_and_not_what_it_says(paper):
    style = {"shape": "box", "fill": "#336699", "icon": "cart"}
    paper = set_factor(paper, ["traffic"], style=style)
    paper = set_factor(paper, ["sellers"], style={"icon": "tag", "stroke": "#000000", "own": 1})
    after = paste_look(paper, look_of(paper, "factors", "traffic"), ["sellers"])
    assert after.factors["sellers"].style == {
        "icon": "tag",
        "own": 1,
        "shape": "box",
        "fill": "#336699",
    }
    assert after.factors["traffic"] is paper.factors["traffic"]


@pytest.mark.parametrize("kind", LOOKS)
def test_the_look_of_every_kind_travels_as_bytes(paper, kind):
    style = {name: VALUES[name][0] for name in LOOKS[kind]}
    keys = list(paper.table(kind))
    paper = set_style(paper, kind, keys[:1], **style)
    look = look_from(look_bytes(look_of(paper, kind, keys[0])))
    assert look == Look(kind, style)
    after = paste_look(paper, look, keys)
    assert all(record.style == style for record in after.table(kind).values())
    assert all(has_own_look(after, kind, key) for key in keys)
    check(after)


def test_a_plain_look_takes_another_look_away(paper):
    styled = set_style(paper, "links", ["l1"], color=3)
    plain = look_of(styled, "links", "l2")
    assert paste_look(styled, plain, ["l1", "l2"]).links == paper.links


def test_one_colour_goes_to_records_of_several_kinds_and_back(paper):
    items = everything(paper)
    coloured = set_color(paper, items, 2)
    for kind, key in items:
        assert coloured.table(kind)[key].style == {COLOR_KEYS[kind]: 2}
    assert encode(set_color(coloured, items, None)) == encode(paper)


def test_put_back_a_look_leaves_what_is_no_look(paper):
    style = {"icon": "star", "shape": "box", "own": [1]}
    styled = set_factor(paper, ["traffic"], style=style)
    back = reset_look(styled, [("factors", "traffic"), ("pushes", "p1")])
    assert back.factors["traffic"].style == {"icon": "star", "own": [1]}


def test_what_is_set_to_what_it_was_is_no_change(paper):
    assert set_style(paper, "factors", ["traffic"], shape=None) is paper
    styled = set_style(paper, "factors", ["traffic"], shape="box")
    assert set_style(styled, "factors", ["traffic"], shape="box") is styled


def test_a_key_that_was_there_keeps_its_place_in_the_file(paper):
    styled = set_factor(paper, ["traffic"], style={"shape": "box", "icon": "star", "size": "large"})
    after = set_style(styled, "factors", ["traffic"], shape="pill", fill="soft")
    assert list(after.factors["traffic"].style) == ["shape", "icon", "size", "fill"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00",
        b"[" * 4000,
        b"{}",
        b'{"kind": "pushes", "style": {}}',
        b'{"kind": "factors", "style": {"fill": {"deep": 1}}}',
        b'{"kind": "factors", "style": {"fill": 1e999}}',
        b'{"kind": "factors", "style": {"stroke": true}}',
        b'{"kind": "factors", "style": {"shape": "' + b"x" * 90 + b'"}}',
        b'{"kind": "factors", "style": {"stroke": 123456789012345678901234567890}}',
    ],
)
def test_a_hostile_look_is_refused_in_one_sentence(raw):
    with pytest.raises(CommandProblem, match="no style that can be pasted"):
        look_from(raw)


def test_a_look_with_keys_of_another_kind_takes_only_its_own(paper):
    look = look_from(b'{"kind": "bands", "style": {"shape": "box", "color": 2, "label": "x"}}')
    assert paste_look(paper, look, ["b1"]).bands["b1"].style == {"color": 2}


def edits():
    kinds = st.sampled_from(list(LOOKS))
    return st.lists(
        st.tuples(kinds, st.integers(0, 3), st.integers(0, 9), st.integers(0, 9)), max_size=12
    )


@given(steps=edits())
def test_styles_of_several_records_undo_to_the_same_bytes(steps):
    flywheel = Flywheel()
    for label in ("Traffic", "Sellers"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    flywheel = set_factor(flywheel, ["sellers"], style={"icon": "tag", "size": "large", "x": {}})
    flywheel = add_band(connect(add_text(flywheel, "Why", 0.0, 0.0), "traffic", "sellers"), "One")
    editor = Editor(flywheel, call_later=ManualClock().call_later)
    began = encode(flywheel)
    for kind, verb, name, value in steps:
        ids = list(editor.flywheel.table(kind))
        names = LOOKS[kind]
        key = names[name % len(names)]
        choices = [None, *VALUES[key]]

        new = choices[value % len(choices)]

        def command(now, kind=kind, verb=verb, ids=ids, key=key, new=new):
            match verb:
                case 0:
                    return set_style(now, kind, ids, **{key: new})
                case 1:
                    return set_color(now, everything(now), new if key in COLOR_KEYS.values() else 1)
                case 2:
                    return reset_look(now, everything(now))
            return paste_look(now, look_of(now, kind, ids[0]), ids)

        editor.perform("Style", command)
        assert decode(encode(editor.flywheel)).flywheel == editor.flywheel
    ended = encode(editor.flywheel)
    while editor.undo() is not None:
        pass
    assert encode(editor.flywheel) == began
    while editor.redo() is not None:
        pass
    assert encode(editor.flywheel) == ended
