"""XMILE: every program must read the names, and the equations must be those of the model.

That other programs compute the same from it is for tests/simulation/test_peers.py to show.
"""

from __future__ import annotations

import defusedxml.ElementTree as Xml
import pytest

from flywheel_studio.interop.xmile import NAMESPACE, variable_names, xmile_bytes
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Factor, Header, Link, Push, Run


def drawn(*factors, links=(), pushes=(), **header):
    return Flywheel(
        header=Header(**header),
        factors={factor.id: factor for factor in factors},
        links={link.id: link for link in links},
        pushes={push.id: push for push in pushes},
    )


def equations(flywheel, **options):
    root = Xml.fromstring(xmile_bytes(flywheel, **options))
    found = {}
    for kind in ("stock", "flow", "aux"):
        for element in root.iter(f"{{{NAMESPACE}}}{kind}"):
            found[element.get("name")] = element.find(f"{{{NAMESPACE}}}eqn").text
    return found


def specs(flywheel, **options):
    root = Xml.fromstring(xmile_bytes(flywheel, **options))
    element = root.find(f"{{{NAMESPACE}}}sim_specs")
    return element.get("method"), {child.tag.partition("}")[2]: child.text for child in element}


def test_a_factor_is_a_stock_that_its_links_fill_and_friction_drains():
    found = equations(
        drawn(
            Factor(id="a", label="Traffic", mass=2, initial=0.5),
            Factor(id="b", label="Sellers", score=8, friction=0.25, capacity=3),
            links=[
                Link(id="l1", source="a", target="b", weight=0.75),
                Link(id="l2", source="b", target="b", weight=0.5, polarity="-"),
                Link(id="l3", source="b", target="a", weight=1, delay=1.5),
                Link(id="l4", source="a", target="a", active=False),
            ],
        )
    )
    assert found["Traffic"] == "0.5"
    assert found["Traffic friction"] == "0.5 * Traffic / 2"
    assert found["Traffic inflow"] == "1 * Sellers_later_1"
    assert found["Sellers later 1"] == "DELAY(Sellers, 1.5, 0)"
    # A score of 8 scales what lifts, never what brakes.
    assert found["Sellers inflow"] == "0.6000000000000001 * Traffic - 0.5 * Sellers"
    assert found["Sellers drive"] == (
        "(MAX(0, 1 - MAX(Sellers, 0) / 3) * MAX(Sellers_inflow, 0) + MIN(Sellers_inflow, 0)) / 1"
    )


def test_pushes_are_steps_and_shoves_are_pulses():
    activity = Activity(id="x", active=True, strength=0.1)
    found = equations(
        drawn(
            Factor(id="a", label="A", mass=2, activities=(activity,)),
            pushes=[
                Push(id="p1", factor="a", impulse=1),
                Push(id="p2", factor="a", impulse=-3, start=4),
                Push(id="p3", factor="a", strength=0.3, start=1, duration=2),
                Push(id="p4", factor="a", strength=-0.2),
                Push(id="p5", factor="a", strength=9, active=False),
            ],
        )
    )
    assert found["A"] == "0.5"
    assert found["A drive"] == (
        "(A_inflow + 0.1 + STEP(0.3, 1) - STEP(0.3, 3) + (-0.2)) / 2 + PULSE((-1.5), 4)"
    )


def test_names_are_plain_letters_once_each_and_mean_nothing_else():
    names = variable_names(
        drawn(
            Factor(id="a", label="Käufer & Co"),
            Factor(id="b", label="kaufer co"),
            Factor(id="c", label="Time"),
            Factor(id="d", label="日本"),
            Factor(id="e", label="2nd wave"),
            Factor(id="f", label="Sales"),
            Factor(id="g", label="Sales drive"),
            Factor(id="h"),
        )
    )
    assert names == {
        "a": "Kaufer Co",
        "b": "kaufer co 2",
        "c": "Factor Time",
        "d": "d",
        "e": "Factor 2nd wave",
        "f": "Sales",
        "g": "Sales drive 2",
        "h": "h",
    }


def test_what_the_name_lost_stands_beside_it():
    raw = xmile_bytes(drawn(Factor(id="a", label="Käufer <1>\n& Co"))).decode()
    assert "<doc>Käufer &lt;1&gt; &amp; Co</doc>" in raw


@pytest.mark.parametrize(
    ("links", "pushes", "method"),
    [
        ([], [Push(id="p", factor="a", impulse=1)], "rk4"),
        ([Link(id="l", source="a", target="a", delay=1)], [], "euler"),
        ([], [Push(id="p", factor="a", impulse=1, start=2)], "euler"),
    ],
)
def test_the_method_is_one_that_pulses_and_delays_suit(links, pushes, method):
    flywheel = drawn(Factor(id="a"), links=links, pushes=pushes, run=Run(until=12, every=0.5))
    said, times = specs(flywheel)
    assert said == method
    assert times == {"start": "0", "stop": "12", "dt": "0.0625"}
    assert specs(flywheel, step=0.25)[1]["dt"] == "0.25"


def test_an_empty_drawing_is_an_empty_model():
    assert equations(drawn()) == {}
