"""What a screen reader says of factors and links."""

from __future__ import annotations

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.commands.links import flip_polarity, give_range, switch_link
from flywheel_studio.insight.spoken_names import spoken_factor, spoken_link
from flywheel_studio.language.translate import speaking
from flywheel_studio.storage.templates import load_template


def amazon():
    flywheel = load_template("amazon", "en")
    return flywheel, find_loops(causal_graph(flywheel)).loops


def link_of(flywheel, source: str, target: str) -> str:
    links = flywheel.links.values()
    return next(each.id for each in links if (each.source, each.target) == (source, target))


def test_a_factor_says_its_links_and_its_loops():
    flywheel, loops = amazon()
    assert spoken_factor(flywheel, "traffic", loops) == "Traffic, 1 in, 2 out, on R1, R2"
    assert spoken_factor(flywheel, "traffic") == "Traffic, 1 in, 2 out"
    assert spoken_factor(flywheel, "growth").startswith("Growth, hub, ")


def test_a_link_says_its_sign_and_what_is_special():
    flywheel, loops = amazon()
    key = link_of(flywheel, "traffic", "sellers")
    assert spoken_link(flywheel, key, loops).startswith("Traffic to Sellers, positive, strength ")
    assert spoken_link(flywheel, key, loops).endswith("on R1")
    changed = switch_link(flip_polarity(flywheel, key), [key], False)
    said = spoken_link(changed, key)
    assert "negative" in said and said.endswith("switched off")


def test_a_factor_on_many_loops_names_the_first_and_counts_the_rest():
    flywheel, loops = amazon()
    said = spoken_factor(flywheel, "traffic", loops * 4)
    assert said.endswith("and 4 more")


def test_names_speak_german():
    flywheel, loops = amazon()
    with speaking("de"):
        said = spoken_factor(flywheel, "traffic", loops)
    assert said == "Traffic, 1 hinein, 2 hinaus, auf R1, R2"


def test_a_link_whose_strength_is_open_says_so():
    flywheel, _ = amazon()
    key = link_of(flywheel, "traffic", "sellers")
    assert "with a range" not in spoken_link(flywheel, key)
    assert "with a range" in spoken_link(give_range(flywheel, [key], 0.2), key)
