"""Where a loop is switched off, and what stops with it."""

from __future__ import annotations

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.loop_names import name_loop
from flywheel_studio.commands.scenarios import switch_loop_off
from flywheel_studio.insight.loop_off import loop_off_words, loop_title
from flywheel_studio.model.flywheel import Flywheel


def drawn(*links):
    drawn = Flywheel()
    for label in ("A", "B", "C"):
        drawn = add_factor(drawn, label=label, x=0.0, y=0.0)
    for source, target in links:
        drawn = connect(drawn, source, target)
    return drawn, find_loops(causal_graph(drawn)).loops


def test_the_link_is_named_and_nothing_else_where_nothing_else_stops():
    flywheel, loops = drawn(("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"))
    assert loop_off_words(flywheel, loops[0], loops).startswith("What was R1 is off at ")
    assert "other" not in loop_off_words(flywheel, loops[0], loops)
    said = loop_off_words(flywheel, loops[0], loops, in_drawing=False)
    assert said.startswith("R1 is off at ")
    off = switch_loop_off(flywheel, loops[0].links, [loop.links for loop in loops])
    assert [loop.links for loop in find_loops(causal_graph(off)).loops] == [loops[1].links]


def test_what_goes_through_the_same_link_is_counted_and_named():
    parallel, loops = drawn(("a", "b"), ("b", "c"), ("c", "a"), ("b", "c"))
    assert len(loops) == 2
    # Of two parallel links one is enough.
    assert "other" not in loop_off_words(parallel, loops[0], loops)
    both_ways, loops = drawn(("a", "b"), ("b", "a"), ("a", "c"), ("c", "b"), ("b", "c"), ("c", "a"))
    ring = next(loop for loop in loops if len(loop.links) == 3)
    # Each of its links is part of one pair: the last is taken, C → A of the pair A ⇄ C.
    (pair,) = [loop for loop in loops if set(loop.factors) == {"a", "c"}]
    assert loop_off_words(both_ways, ring, loops) == (
        f"What was {ring.id} is off at C → A. "
        f"1 other loop goes through it and stops, too: {pair.id}."
    )


def test_a_loop_is_called_by_its_name():
    flywheel, loops = drawn(("a", "b"), ("b", "a"))
    assert loop_title(flywheel, loops[0]) == "R1"
    named = name_loop(flywheel, links=loops[0].links[::-1], name="Word of\nmouth")
    assert loop_title(named, loops[0]) == "Word of mouth"
