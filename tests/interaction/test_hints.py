"""The hint line names factors in quotes and says where a drag begins."""

from __future__ import annotations

from flywheel_studio.interaction.hints import hint_of
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.session.selection import Selection


def test_at_the_end_of_a_chain_it_says_how_to_close_the_loop() -> None:
    chain = Flywheel(
        factors={key: Factor(id=key, label=key.upper()) for key in "abc"},
        links={
            "l1": Link(id="l1", source="a", target="b"),
            "l2": Link(id="l2", source="b", target="c"),
        },
    )
    selection = Selection()
    selection.set_one("factors", "c")
    assert "press L and drag from here to “A”" in hint_of(selection, chain)
    selection.set_one("factors", "b")
    assert "close the loop" not in hint_of(selection, chain)


def test_of_several_it_says_only_what_can_be_done_with_several() -> None:
    flywheel = Flywheel(factors={key: Factor(id=key, label=key.upper()) for key in "abc"})
    selection = Selection()
    selection.set([("factors", "a"), ("factors", "b")])
    assert "Type to rename" not in hint_of(selection, flywheel)
    assert "Align" in hint_of(selection, flywheel)
    selection.set_one("factors", "a")
    assert "Type to rename" in hint_of(selection, flywheel)
