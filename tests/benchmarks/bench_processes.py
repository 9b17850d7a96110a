"""What a command takes from before its start to after its end: budgets 3 and 4.

Peers are asked for the same: a picture of an equal drawing, or one of as many pixels.
"""

from __future__ import annotations

import shutil
import struct
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.drawings_for_peers import as_dia, as_dot, without_loops
from tests.benchmarks.measuring import (
    CHECKOUT,
    Row,
    absent,
    interleaved,
    process,
    python,
    quiet_home,
    row_of,
)

AMAZON = CHECKOUT / "resources" / "templates" / "amazon.en.flywheel"

BARE = "bare QPainter process"
HEAVY_IMPORTS = "import networkx, numpy, msgspec"

# A painter's floor: Qt without a window, an image of as many pixels, one line, one file.
BARE_PAINTER = """
import sys
from PySide6.QtGui import QGuiApplication, QImage, QPainter
application = QGuiApplication([])
image = QImage(int(sys.argv[1]), int(sys.argv[2]), QImage.Format.Format_RGB32)
image.fill(0xFFFFFFFF)
painter = QPainter(image)
painter.drawText(20, 40, "Flywheel")
painter.end()
image.save(sys.argv[3], "PNG")
"""


def rows() -> list[Row]:
    with quiet_home() as home, tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        settings = {**home, "QT_QPA_PLATFORM": "offscreen"}
        ring = out / "ring.flywheel"
        chain = out / "chain.flywheel"
        chain.write_text(without_loops(AMAZON), encoding="utf-8")
        shutil.copy(AMAZON, ring)
        dot = out / "a.dot"
        dot.write_text(as_dot(AMAZON), encoding="utf-8")
        program: list[str | Path] = [sys.executable, "-m", "flywheel_studio"]

        def run(*words: str | Path) -> Callable[[], float]:
            return lambda: process(words, settings)

        floors = {"python -c pass": run(*python("pass"))}
        if shutil.which("dot"):
            floors["dot -Tsvg"] = run("dot", "-Tsvg", dot, "-o", out / "dot.svg")
        drawn = dict(floors)
        if shutil.which("dia"):
            picture = out / "a.dia"
            picture.write_text(as_dia(AMAZON), encoding="utf-8")
            drawn["Dia"] = run("dia", "-e", out / "dia.svg", picture)
        svg = interleaved(
            {"ours": run(*program, "export", "--quiet", ring, "-o", out / "a.svg"), **drawn}
        )
        plain = interleaved(
            {"ours": run(*program, "export", "--quiet", chain, "-o", out / "b.svg"), **drawn}
        )
        heavy = {"importing networkx, numpy, msgspec": run(*python(HEAVY_IMPORTS))}
        check = interleaved({"ours": run(*program, "check", "--quiet", ring), **floors, **heavy})
        pictures = []
        for name, width in (("4K", 3840), ("1080p", 1920)):
            painted = out / "a.png"
            words = ["export", "--quiet", ring, "--width", str(width), "-o", painted]
            run(*program, *words)()
            height = struct.unpack_from(">I", painted.read_bytes(), 20)[0]
            bare = python(BARE_PAINTER, str(width), str(height), out / "bare.png")
            candidates = {"ours": run(*program, *words), BARE: run(*bare)}
            goals = {BARE: 1.3, "Inkscape": 0.6 if width == 3840 else 0.7}
            if shutil.which("inkscape"):
                words = [out / "a.svg", "-w", str(width), "-o", out / "inkscape.png"]
                candidates["Inkscape"] = run("inkscape", *words)
            times = interleaved(candidates, 5)
            what = f"export to PNG, {name}"
            pictures.append(row_of(4, what, times, goals, absent({"Inkscape": "inkscape"})))
    missing = absent({"Dia": "dia", "dot": "dot"})
    return [
        row_of(3, "export to SVG", svg, {"Dia": 1.0}, missing),
        row_of(3, "export to SVG, of a drawing without loops", plain, {"Dia": 0.4}, missing),
        row_of(3, "check", check, {"importing networkx, numpy, msgspec": 1.2}, []),
        *pictures,
    ]
