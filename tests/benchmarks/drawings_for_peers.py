"""The drawing that we export, as the files of other programs."""

from __future__ import annotations

import json
import math
from pathlib import Path
from xml.sax.saxutils import escape


def without_loops(path: Path) -> str:
    """A flywheel without the links that lead back."""
    document = json.loads(path.read_text(encoding="utf-8"))
    order = {factor["id"]: number for number, factor in enumerate(document["factors"])}
    document["links"] = [
        link for link in document["links"] if order[link["source"]] < order[link["target"]]
    ]
    document.pop("loops", None)
    return json.dumps(document)


def as_dot(path: Path) -> str:
    """For Graphviz: the labels and what leads to what."""
    document = json.loads(path.read_text(encoding="utf-8"))
    labels = {factor["id"]: factor["label"].replace("\n", " ") for factor in document["factors"]}
    links = [
        f'"{labels[link["source"]]}" -> "{labels[link["target"]]}";' for link in document["links"]
    ]
    return f"digraph {{ {' '.join(links)} }}"


def as_dia(path: Path) -> str:
    """For Dia: a box and its words for each factor, an arrow for each link."""
    document = json.loads(path.read_text(encoding="utf-8"))
    count = len(document["factors"])
    where = {}
    for n, factor in enumerate(document["factors"]):
        turn = 2 * math.pi * n / count
        where[factor["id"]] = f"{10 * math.cos(turn):.3f},{10 * math.sin(turn):.3f}"
    parts = []
    for factor in document["factors"]:
        at, words = where[factor["id"]], escape(" ".join(factor["label"].split()))
        size = _dia("elem_width", '<dia:real val="4"/>') + _dia(
            "elem_height", '<dia:real val="2"/>'
        )
        parts.append(("Standard - Box", at, _dia("elem_corner", f'<dia:point val="{at}"/>') + size))
        text = _dia("string", f"<dia:string>#{words}#</dia:string>")
        text += _dia("height", '<dia:real val="0.8"/>') + _dia("pos", f'<dia:point val="{at}"/>')
        text = _dia("text", f'<dia:composite type="text">{text}</dia:composite>')
        parts.append(("Standard - Text", at, text))
    for link in document["links"]:
        start, end = where[link["source"]], where[link["target"]]
        ends = f'<dia:point val="{start}"/><dia:point val="{end}"/>'
        arrow = _dia("conn_endpoints", ends) + _dia("end_arrow", '<dia:enum val="22"/>')
        parts.append(("Standard - Line", start, arrow))
    objects = "".join(
        f'<dia:object type="{kind}" version="1" id="O{n}">'
        + _dia("obj_pos", f'<dia:point val="{at}"/>')
        + rest
        + "</dia:object>"
        for n, (kind, at, rest) in enumerate(parts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<dia:diagram xmlns:dia="http://www.lysator.liu.se/~alla/dia/">'
        f'<dia:layer name="Background" visible="true" active="true">{objects}</dia:layer>'
        "</dia:diagram>"
    )


def _dia(name: str, value: str) -> str:
    return f'<dia:attribute name="{name}">{value}</dia:attribute>'
