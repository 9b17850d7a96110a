"""Which loop a wheel is about, tie by tie."""

from __future__ import annotations

from typing import Any

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import Loop, find_loops
from flywheel_studio.analysis.main_loop import main_loop
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Wheel


def of(
    factors: str, *links: str | Link, wheels: tuple[Wheel, ...] = (Wheel(id="w"),), **fields: Any
) -> Flywheel:
    """Factors named by letters in the wheel "w"; "ab" is a link; `a={...}` are fields of a."""
    made = {name: Factor(**{"id": name, "wheel": "w", **fields.get(name, {})}) for name in factors}
    joined = [
        link if isinstance(link, Link) else Link(id=link, source=link[0], target=link[1])
        for link in links
    ]
    return Flywheel(
        wheels={wheel.id: wheel for wheel in wheels},
        factors=made,
        links={link.id: link for link in joined},
    )


def strong(name: str, weight: float, polarity: str = "+") -> Link:
    return Link(id=name, source=name[0], target=name[1], weight=weight, polarity=polarity)


def main_of(flywheel: Flywheel, wheel: str | None = None) -> str | None:
    """The letters of the main loop."""
    loop = main_loop(flywheel, find_loops(causal_graph(flywheel)).loops, wheel)
    return None if loop is None else "".join(loop.factors)


def test_the_greatest_gain_per_link_wins_over_the_greatest_gain() -> None:
    pair = [strong("ab", 1.0), strong("ba", 1.0)]  # gain 4, per link 2
    ring = [strong("ac", 0.9), strong("cd", 0.9), strong("da", 0.9)]  # gain 5.8, per link 1.8
    assert main_of(of("abcd", *pair, *ring)) == "ab"


def test_a_link_to_itself_is_no_main_loop() -> None:
    assert main_of(of("ab", strong("aa", 5.0), "ab", "ba")) == "ab"
    assert main_of(of("a", "aa")) is None


def test_a_balancing_loop_is_no_main_loop() -> None:
    assert main_of(of("ab", "ab", strong("ba", 3.0, "-"))) is None


def test_among_equals_the_one_through_the_start_wins() -> None:
    wheels = (Wheel(id="w", start="c"),)
    assert main_of(of("abcd", "ab", "ba", "cd", "dc", wheels=wheels)) == "cd"


def test_then_the_one_with_fewest_hubs() -> None:
    assert main_of(of("abcd", "ab", "ba", "cd", "dc", b={"role": "hub"})) == "cd"


def test_then_the_longest() -> None:
    assert main_of(of("abc", "ab", "ba", "bc", "ca")) == "abc"


def test_then_the_first_in_file_order() -> None:
    assert main_of(of("abcd", "cd", "dc", "ab", "ba")) == "ab"


def test_gains_within_a_billionth_of_each_other_are_equal() -> None:
    near = [strong("ab", 0.5 * (1 + 1e-12)), strong("ba", 0.5)]
    assert main_of(of("abcde", *near, "cd", "de", "ec")) == "cde"
    clear = [strong("ab", 0.5 * (1 + 1e-6)), strong("ba", 0.5)]
    assert main_of(of("abcde", *clear, "cd", "de", "ec")) == "ab"


def test_infinite_gains_are_equal_to_one_another_and_greater_than_any_other() -> None:
    free = {"friction": 0}
    wheel = of("abcdefg", strong("ab", 9.0), "ba", "cd", "dc", "ef", "fg", "ge", c=free, e=free)
    assert main_of(wheel) == "efg"


def test_a_loop_with_a_factor_of_another_wheel_is_not_within_it() -> None:
    wheels = (Wheel(id="w"), Wheel(id="v"))
    other = {"wheel": "v"}
    both = of(
        "abcdef",
        strong("ac", 2.0),
        strong("ca", 2.0),
        *("ab", "ba", "cd", "de", "ec"),
        wheels=wheels,
        c=other,
        d=other,
        e=other,
    )
    assert main_of(both) == "ab"
    assert main_of(both, "w") == "ab"
    assert main_of(both, "v") == "cde"


def test_a_factor_of_no_wheel_belongs_to_the_first() -> None:
    wheels = (Wheel(id="w"), Wheel(id="v"))
    loose = of("ab", "ab", "ba", wheels=wheels, b={"wheel": None})
    assert main_of(loose, "w") == "ab"
    assert main_of(loose, "v") is None


def test_a_document_without_wheels_has_a_main_loop_too() -> None:
    bare = of("ab", "ab", "ba", wheels=(), a={"wheel": None}, b={"wheel": None})
    assert main_of(bare) == "ab"


def test_no_loops_no_main_loop() -> None:
    nothing: tuple[Loop, ...] = ()
    assert main_loop(of("ab", "ab"), nothing, None) is None
