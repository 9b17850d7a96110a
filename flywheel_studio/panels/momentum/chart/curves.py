"""What the chart draws, and how much of it: numbers and names, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flywheel_studio.simulation.uncertainty import Band


@dataclass(frozen=True)
class Marker:
    """A moment that the chart points at, with a word or two."""

    time: float
    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class OtherCurve:
    """The momentum of a scenario: arrays of shape (k,)."""

    name: str
    color: str
    time: NDArray[np.float64]
    momentum: NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """What a factor is measured in. `baseline`: its value today, not 0. `targets`: to reach, in `unit`.

    `name`: what several factors share that may stand on one axis; the unit, or the metric's name
    where it has no unit.
    """

    baseline: float
    unit: str
    name: str
    targets: tuple[float, ...] = ()

    def of(self, percents: NDArray[np.float64]) -> NDArray[np.float64]:
        """Percent above today as what the metric then reads, baseline·(1 + v)."""
        return self.baseline * (1.0 + percents / 100.0)


@dataclass(frozen=True)
class Curves:
    """What to draw. `time` and `momentum` have shape (k,), each of `speeds` too (percent).

    `others`: scenarios beside the run, their momentum only. `measures`: of the factors that are
    measured in something. `band`: how uncertain the momentum is; `factor_bands`: how uncertain
    speeds are (shares of today, not percent).
    """

    time: NDArray[np.float64]
    momentum: NDArray[np.float64]
    speeds: Mapping[str, NDArray[np.float64]]
    labels: Mapping[str, str]
    colors: Mapping[str, str]
    unit: str
    end: float
    others: tuple[OtherCurve, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    band: Band | None = None
    factor_bands: Mapping[str, Band] = field(default_factory=dict)

    def in_measure(self, name: str) -> tuple[str, ...]:
        """The factors that are drawn where one measure is chosen; "" for percent of today."""
        return tuple(
            key
            for key in self.speeds
            if not name or (key in self.measures and self.measures[key].name == name)
        )


def thinned(
    time: NDArray[np.float64], line: NDArray[np.float64], width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The curve with no more points than can be seen: the least and largest of each pixel."""
    import numpy as np

    bins = max(200, width)
    if len(time) <= 4 * bins:
        return time, line
    size = -(-len(time) // bins)
    padded = np.full(size * bins, line[-1])
    padded[: len(line)] = line
    rows = padded.reshape(bins, size)
    starts = np.arange(bins) * size
    picks = np.sort(np.stack([starts + rows.argmin(1), starts + rows.argmax(1)]), axis=0)
    indices = np.sort(np.concatenate([[0], np.minimum(picks.T.ravel(), len(time) - 1)]))
    # Not np.unique, which loads the masked arrays of NumPy: fifty milliseconds on the first call.
    indices = indices[np.concatenate([[True], indices[1:] != indices[:-1]])]
    return time[indices], line[indices]
