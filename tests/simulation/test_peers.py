"""The same wheels in programs of other people: PySD for the curves, Simlin for curves and loop scores.

They run in a Python environment of their own, made once and kept, because they bring other versions of
what this program uses. Where it cannot be made the tests are skipped, and say why.

Both go in steps, so what they say is compared with ours as their steps get finer: Euler's error halves
with the step, and what is left after taking it out must be far smaller than the error itself.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.interop.xmile import variable_names, xmile_bytes
from flywheel_studio.model.records import Factor, Link, Push, Run
from flywheel_studio.simulation.dominance import CEILING, FRICTION, dominance_of
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PEERS = ("pysd>=3.14,<4", "pysimlin>=0.8,<0.9")
# Tests get a home of their own; pip needs the real one, where its settings are.
ENVIRONMENT = dict(os.environ)
UNTIL = 8.0

PYSD = """
import json, sys
import pysd
model = pysd.read_xmile(sys.argv[1])
names = json.loads(sys.argv[3])
told = {}
for step in json.loads(sys.argv[2]):
    table = model.run(time_step=step, saveper=0.5, return_columns=names)
    told[str(step)] = [table[name].tolist() for name in names]
print("RESULT" + json.dumps(told))
"""

SIMLIN = """
import json, sys
import simlin
ran = simlin.load(sys.argv[1]).run()
table = ran.results
loops = [{"variables": list(loop.variables), "series": list(map(float, loop.behavior_time_series))}
         for loop in ran.loops if loop.behavior_time_series is not None]
told = {"time": [float(t) for t in table.index], "loops": loops,
        "speeds": {name: table[name].tolist() for name in table.columns}}
print("RESULT" + json.dumps(told).replace("NaN", "null"))
"""


@pytest.fixture(scope="session")
def peers() -> Path:
    """The Python of an environment that has the other programs."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    kept = os.environ.get("FLYWHEEL_PEERS", "")
    folder = Path(kept or tempfile.gettempdir()) / f"flywheel-studio-peers-{version}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if python.exists() and _has_peers(python):
        return python
    # Tests may run in several processes: each makes its own, and the first to be done is kept.
    made = folder.with_name(f"{folder.name}-{os.getpid()}")
    try:
        venv.create(made, with_pip=True, clear=True)
        subprocess.run(
            [made / python.relative_to(folder), "-m", "pip", "install", "--quiet", *PEERS],
            check=True, capture_output=True, text=True, timeout=600, env=ENVIRONMENT,
        )  # fmt: skip
        if not (python.exists() and _has_peers(python)):
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
    except (OSError, subprocess.SubprocessError) as problem:
        said = getattr(problem, "stderr", "") or str(problem)
        if not python.exists():
            pytest.skip(f"PySD and Simlin cannot be installed here: {str(said).strip()[-300:]}")
    finally:
        shutil.rmtree(made, ignore_errors=True)
    if not _has_peers(python):
        pytest.skip("PySD and Simlin were installed and cannot be imported here")
    return python


def _has_peers(python: Path) -> bool:
    tried = subprocess.run([python, "-c", "import pysd, simlin"], capture_output=True, timeout=300)
    return tried.returncode == 0


def told_by(python, script, *words):
    ran = subprocess.run(
        [python, "-c", script, *map(str, words)],
        capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout.partition("RESULT")[2])


def on_steps(flywheel):
    """The same wheel with every delay and push on a multiple of an eighth: a step of either program."""

    def eighth(value):
        return round(value * 8) / 8

    flywheel = flywheel.with_records(
        "links", [replace(link, delay=eighth(link.delay)) for link in flywheel.links.values()]
    )
    pushes = [
        replace(
            push,
            start=eighth(push.start),
            duration=None if push.duration is None else eighth(push.duration),
        )
        for push in flywheel.pushes.values()
    ]
    flywheel = flywheel.with_records("pushes", pushes)
    return flywheel.with_header(run=Run(until=UNTIL, every=0.5))


def without_late_shoves(flywheel):
    late = [push.id for push in flywheel.pushes.values() if push.impulse and push.start]
    return flywheel.without("pushes", late)


@pytest.fixture
def braked(wheel):
    """Scores, ceilings, a brake, a delay, a push that ends and a shove: everything at once."""
    return wheel(
        [
            Factor(id="a", label="Customer experience", score=8, mass=1.5, initial=0.2),
            Factor(id="b", label="Käufer & Co", friction=0.3, capacity=0.9),
            Factor(id="c", label="Time", mass=0.7, initial=-0.1),
        ],
        [
            Link(id="l1", source="a", target="b", weight=0.8, delay=1),
            Link(id="l2", source="b", target="c", weight=0.6),
            Link(id="l3", source="c", target="a", weight=0.7, delay=0.5),
            Link(id="l4", source="c", target="b", weight=0.3, polarity="-"),
            Link(id="l5", source="a", target="c", weight=9, active=False),
        ],
        [
            Push(id="p1", factor="a", impulse=1),
            Push(id="p2", factor="b", strength=0.4, start=2, duration=3),
            Push(id="p3", factor="c", impulse=-0.5, start=5),
        ],
    )


def compare_with_pysd(peers, folder, flywheel, left=0.02):
    flywheel = on_steps(flywheel)
    file = folder / "wheel.xmile"
    file.write_bytes(xmile_bytes(flywheel))
    names = list(variable_names(flywheel).values())
    steps = [1 / 64, 1 / 128]
    told = told_by(peers, PYSD, file, json.dumps(steps), json.dumps(names))
    coarse, fine = (np.array(told[str(step)]).T for step in steps)
    ours = run(dynamics_of(flywheel), until=UNTIL, every=0.5).speed
    # A pulse is seen one step after it: rows at a shove show the other side of the jump.
    shoves = [p.start for p in flywheel.pushes.values() if p.impulse and p.active and p.start]
    rows = ~np.isin(np.arange(len(ours)) * 0.5, shoves)
    size = np.abs(ours).max()
    off = np.abs(coarse - ours)[rows].max() / size
    rest = np.abs(2 * fine - coarse - ours)[rows].max() / size
    assert off < 0.05
    assert rest < max(left * off, 1e-6)


def test_pysd_agrees_on_a_wheel_with_everything(peers, braked, tmp_path):
    # Where a ceiling begins to bite Euler's error has a corner, and less of it can be taken out.
    compare_with_pysd(peers, tmp_path, braked, left=0.1)


@pytest.mark.parametrize("seed", [0, 3, 7])
def test_pysd_agrees_on_random_wheels(peers, some_wheel, tmp_path, seed):
    compare_with_pysd(peers, tmp_path, some_wheel(seed), left=0.1)


@pytest.mark.parametrize("seed", [1, 4])
def test_pysd_agrees_on_random_wheels_without_delays(peers, some_wheel, tmp_path, seed):
    compare_with_pysd(peers, tmp_path, some_wheel(seed, has_delays=False))


@pytest.mark.parametrize("seed", [0, 2, 3, 5, 9, 10])
def test_simlin_agrees_on_curves_and_on_which_loop_drives(peers, some_wheel, tmp_path, seed):
    # Simlin has no pure delay: its own stands for a first-order one.
    drawn = some_wheel(seed, has_delays=False, has_ceilings=seed % 2 == 1)
    drawn = without_late_shoves(on_steps(drawn)).without("pushes", ["p3"])
    drawn = drawn.with_records("links", _one_link_a_pair(drawn)[0]).without(
        "links", _one_link_a_pair(drawn)[1]
    )
    dynamics = dynamics_of(drawn)
    names = variable_names(drawn)
    loops = find_loops(causal_graph(drawn)).loops
    found = dominance_of(
        dynamics, [(loop.id, loop.links) for loop in loops], until=UNTIL, every=0.5
    )
    ours = run(dynamics, until=UNTIL, every=0.5).speed
    shares = []
    for step in (1 / 128, 1 / 256):
        file = tmp_path / "wheel.xmile"
        file.write_bytes(xmile_bytes(drawn, step=step))
        told = told_by(peers, SIMLIN, file)
        rows = [round(t / step) for t in np.arange(len(ours)) * 0.5]
        theirs = np.array(
            [_series(told["speeds"], names[f.id])[rows] for f in drawn.factors.values()]
        )
        accuracy = 1e-5 if len(dynamics.limited) else 1e-8
        assert np.abs(theirs.T - ours).max() < accuracy * np.abs(ours).max()
        scored = {
            _key(loop["variables"], names): np.array(loop["series"], float)
            for loop in told["loops"]
        }
        ids = {loop.id: _from_least(loop.factors) for loop in loops}
        keys = [
            ("friction", (name.removeprefix(FRICTION),))
            if name.startswith(FRICTION)
            else ("drawn", (name.removeprefix(CEILING),))
            if name.startswith(CEILING)
            else ("drawn", ids[name])
            for name in found.names
        ]
        shares.append(np.array([scored[key][rows] for key in keys]).T)
    coarse, fine = shares
    # A step's score is that of its middle, about: first order, so extrapolate. The start is left out,
    # and rows at which an acceleration passes 0, where scores have a pole.
    calm = np.abs(fine - coarse).max(axis=1) < 0.02
    calm[:2] = False
    assert calm.sum() >= 8
    assert np.abs(2 * fine - coarse - found.relative)[calm].max() < 5e-3


def _series(speeds, name):
    key = name.casefold().replace(" ", "_")
    return np.array(speeds[key])


def _key(variables, names):
    stocks = {name.casefold().replace(" ", "_"): key for key, name in names.items()}
    kind = "friction" if any(name.endswith("_friction") for name in variables) else "drawn"
    return kind, _from_least([stocks[name] for name in variables if name in stocks])


def _from_least(factors):
    """A loop's factors in order from its least: two loops may go through the same ones."""
    at = factors.index(min(factors))
    return (*factors[at:], *factors[:at])


def _one_link_a_pair(flywheel):
    """Simlin sees one way from stock to stock: no parallel links, and none from a factor to itself."""
    seen, kept, gone = set(), [], []
    for link in flywheel.links.values():
        pair = (link.source, link.target)
        if pair in seen or link.source == link.target:
            gone.append(link.id)
        else:
            seen.add(pair)
            kept.append(link)
    return kept, gone
