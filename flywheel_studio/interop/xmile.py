"""Write a flywheel as XMILE, the format of system dynamics programs (Stella, Vensim, PySD, Simlin).

Every factor becomes a stock of speed with one flow that the links and pushes feed and one that friction
drains: equations 1 to 3 of `flywheel_studio.simulation`, nothing left out. Those programs go in steps
while this one does not, so the step is finer than the rows of the run; a shove after the start is a pulse
of one step, and Euler's method is asked for where a pulse or a delay would confuse a finer one.

Source: XML Interchange Language for System Dynamics (XMILE) version 1.0, OASIS 2015.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flywheel_studio import __version__
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor

NAMESPACE: Final = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
# Steps for each row of the run, unless told otherwise.
STEPS_A_ROW: Final = 8
# Names that mean something else in an equation.
_RESERVED_WORDS: Final = (
    "abs and arccos arcsin arctan cos delay delay1 delay3 delayn dt else endval exp forcst history if "
    "inf init int ln log10 max min mod normal not or pi poisson previous pulse ramp random safediv self "
    "sin smth1 smth3 smthn sqrt starttime step stoptime tan then time trend"
)
_RESERVED: Final = frozenset(_RESERVED_WORDS.split())
_INFLOW, _DRIVE, _FRICTION, _LATER = "inflow", "drive", "friction", "later"
_SUFFIXES: Final = (_INFLOW, _DRIVE, _FRICTION)


def xmile_bytes(flywheel: Flywheel, *, step: float | None = None) -> bytes:
    """The flywheel's momentum model as an XMILE document, UTF-8.

    Args:
        step: of the other program, in time units; None: an eighth of the run's rows.
    """
    run = flywheel.header.run
    names = variable_names(flywheel)
    root = Element("xmile", {"version": "1.0", "xmlns": NAMESPACE})
    header = SubElement(root, "header")
    SubElement(header, "vendor").text = "Flywheel Studio"
    SubElement(header, "product", {"version": __version__}).text = "Flywheel Studio"
    SubElement(header, "name").text = _clean(flywheel.header.title) or "Flywheel"
    specs = SubElement(
        root,
        "sim_specs",
        {"method": _method(flywheel), "time_units": _clean(flywheel.header.time_unit) or "time"},
    )
    SubElement(specs, "start").text = "0"
    SubElement(specs, "stop").text = _number(run.until)
    SubElement(specs, "dt").text = _number(run.every / STEPS_A_ROW if step is None else step)
    variables = SubElement(SubElement(root, "model"), "variables")
    for factor in flywheel.factors.values():
        _add_factor(variables, flywheel, factor, names)
    for (source, delay), name in _later_names(flywheel, names).items():
        initial = _number(flywheel.factors[source].initial)
        equation = f"DELAY({_term(names[source])}, {_number(delay)}, {initial})"
        _variable(variables, "aux", name, equation)
    indent(root)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    body: bytes = tostring(root, encoding="utf-8")
    return head + body + b"\n"


def variable_names(flywheel: Flywheel) -> dict[str, str]:
    """Factor id -> the name of its stock: its label in letters that every program reads."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for factor in flywheel.factors.values():
        plain = _plain(factor.label) or _plain(factor.id)
        if plain.casefold() in _RESERVED or not plain[:1].isalpha():
            plain = f"Factor {plain}".rstrip()
        name, number = plain, 2
        while _all_of(name) & taken:
            name, number = f"{plain} {number}", number + 1
        taken |= _all_of(name)
        names[factor.id] = name
    return names


def _all_of(name: str) -> set[str]:
    """What a factor of this name is called and brings along, as programs compare names."""
    key = name.casefold()
    return {key, *(f"{key} {suffix}" for suffix in _SUFFIXES)}


def _add_factor(
    variables: Element, flywheel: Flywheel, factor: Factor, names: Mapping[str, str]
) -> None:
    name = names[factor.id]
    stock = _variable(variables, "stock", name, _number(_start(flywheel, factor)))
    if _clean(factor.label) != name:
        SubElement(stock, "doc").text = _clean(factor.label)
    SubElement(stock, "inflow").text = _term(f"{name} {_DRIVE}")
    SubElement(stock, "outflow").text = _term(f"{name} {_FRICTION}")
    _variable(variables, "aux", f"{name} {_INFLOW}", _inflow(flywheel, factor, names))
    inflow, speed = _term(f"{name} {_INFLOW}"), _term(name)
    drive = inflow
    if factor.capacity is not None:
        ceiling = f"MAX(0, 1 - MAX({speed}, 0) / {_number(factor.capacity)})"
        drive = f"{ceiling} * MAX({inflow}, 0) + MIN({inflow}, 0)"
    drive = f"({drive}{_pushes(flywheel, factor)}) / {_number(factor.mass)}"
    _variable(variables, "flow", f"{name} {_DRIVE}", drive + _shoves(flywheel, factor))
    friction = f"{_number(factor.friction)} * {speed} / {_number(factor.mass)}"
    _variable(variables, "flow", f"{name} {_FRICTION}", friction)


def _inflow(flywheel: Flywheel, factor: Factor, names: Mapping[str, str]) -> str:
    later = _later_names(flywheel, names)
    terms: list[str] = []
    for link in flywheel.links_in(factor.id):
        if not link.active:
            continue
        done = 1.0 if link.is_negative or factor.score is None else factor.score / 10
        source = later[link.source, link.delay] if link.delay > 0 else names[link.source]
        sign = " - " if link.is_negative else " + "
        terms.append(f"{sign}{_number(link.weight * done)} * {_term(source)}")
    return "".join(terms).removeprefix(" + ").strip() or "0"


def _later_names(flywheel: Flywheel, names: Mapping[str, str]) -> dict[tuple[str, float], str]:
    """(source, delay) -> the name of what arrives, numbered in file order."""
    found: dict[tuple[str, float], str] = {}
    taken = {one for name in names.values() for one in _all_of(name)}
    for link in flywheel.links.values():
        if not link.active or link.delay <= 0 or (link.source, link.delay) in found:
            continue
        number = 1
        while (name := f"{names[link.source]} {_LATER} {number}").casefold() in taken:
            number += 1
        taken.add(name.casefold())
        found[link.source, link.delay] = name
    return found


def _start(flywheel: Flywheel, factor: Factor) -> float:
    """The speed just after what happens at 0."""
    shoves = (
        push.impulse
        for push in flywheel.pushes.values()
        if push.active and push.factor == factor.id and push.start == 0
    )
    return factor.initial + sum(shoves) / factor.mass


def _pushes(flywheel: Flywheel, factor: Factor) -> str:
    terms = [
        f" + {_number(activity.strength)}"
        for activity in factor.activities
        if activity.active and activity.strength
    ]
    for push in flywheel.pushes.values():
        if not push.active or push.factor != factor.id or not push.strength:
            continue
        strength = _number(push.strength)
        terms.append(
            f" + STEP({strength}, {_number(push.start)})" if push.start > 0 else f" + {strength}"
        )
        if push.duration is not None:
            terms.append(f" - STEP({strength}, {_number(push.start + push.duration)})")
    return "".join(terms)


def _shoves(flywheel: Flywheel, factor: Factor) -> str:
    return "".join(
        f" + PULSE({_number(push.impulse / factor.mass)}, {_number(push.start)})"
        for push in flywheel.pushes.values()
        if push.active and push.factor == factor.id and push.impulse and push.start > 0
    )


def _method(flywheel: Flywheel) -> str:
    is_late = any(link.active and link.delay > 0 for link in flywheel.links.values())
    is_shoved = any(
        push.active and push.impulse and push.start > 0 for push in flywheel.pushes.values()
    )
    return "euler" if is_late or is_shoved else "rk4"


def _variable(variables: Element, kind: str, name: str, equation: str) -> Element:
    element = SubElement(variables, kind, {"name": name})
    SubElement(element, "eqn").text = equation
    return element


def _term(name: str) -> str:
    """A name as an equation refers to it."""
    return name.replace(" ", "_")


def _number(value: float) -> str:
    """All digits, with a point; in brackets where a sign in front would read wrongly."""
    said = repr(float(value)).removesuffix(".0")
    return f"({said})" if value < 0 else said


def _plain(text: str) -> str:
    """The text in plain letters, digits and single spaces."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", " ", folded).strip()


def _clean(text: str) -> str:
    return " ".join(text.split())
