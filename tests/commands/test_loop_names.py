"""Naming loops: by their ring, wherever it is entered."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.loop_names import is_same_ring, name_loop
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.model.records import NamedLoop
from flywheel_studio.storage.templates import load_template


@pytest.fixture
def amazon():
    return load_template("amazon", "en").with_header(loops=())


def ring(flywheel, n=3):
    return tuple(list(flywheel.links)[:n])


def test_a_ring_is_the_same_wherever_it_begins_and_not_backwards():
    assert is_same_ring(("a", "b", "c"), ("b", "c", "a"))
    assert not is_same_ring(("a", "b", "c"), ("c", "b", "a"))
    assert not is_same_ring(("a", "b"), ("a", "b", "c"))


def test_a_name_is_given_changed_and_taken_away(amazon):
    links = ring(amazon)
    named = name_loop(amazon, links, "  The engine ")
    assert named.header.loops == (NamedLoop(links=links, name="The engine"),)
    turned = links[1:] + links[:1]
    assert name_loop(named, turned, "Motor").header.loops == (NamedLoop(links=links, name="Motor"),)
    assert name_loop(named, turned, "").header.loops == ()
    assert name_loop(named, links, "The engine") is named


def test_what_was_said_of_the_kind_outlives_the_name(amazon):
    links = ring(amazon)
    said = amazon.with_header(loops=(NamedLoop(links=links, name="X", kind="balancing"),))
    assert name_loop(said, links, "").header.loops == (NamedLoop(links=links, kind="balancing"),)


def test_a_link_that_is_not_there_is_said(amazon):
    with pytest.raises(CommandProblem, match="no link nowhere"):
        name_loop(amazon, ("nowhere",), "Name")
