"""What the chart draws, and how much of it: without pyqtgraph, so that it costs nothing to name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Room past the last value, as a share of all, so that a curve at the top stays off the edge.
_HEADROOM: Final = 0.06
_DECADES: Final = 6.0


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
class Curves:
    """What to draw. `time` and `momentum` have shape (k,), each of `speeds` too (percent).

    `others`: scenarios beside the run, their momentum only. `metrics`: (value today, unit) of
    the factors that are measured in something.
    """

    time: NDArray[np.float64]
    momentum: NDArray[np.float64]
    speeds: Mapping[str, NDArray[np.float64]]
    labels: Mapping[str, str]
    colors: Mapping[str, str]
    unit: str
    end: float
    others: tuple[OtherCurve, ...] = ()
    metrics: Mapping[str, tuple[float, str]] = field(default_factory=dict)


def range_of(lines: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """From the least to the largest value, with today's pace (0) always in sight."""
    low = min((float(line.min()) for line in lines if len(line)), default=0.0)
    high = max((float(line.max()) for line in lines if len(line)), default=0.0)
    low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low) * _HEADROOM
    if room <= 0.0:
        return -0.1, 1.0
    return low - (room if low < 0 else 0.0), high + room


def logarithmic(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """The decimal logarithm; nan, which is not drawn, at 0 and below."""
    import numpy as np

    return np.log10(line, out=np.full_like(line, np.nan), where=line > 0)


def log_range_of(lines: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """From the least to the largest positive value, as logarithms; of six decades at most."""
    import numpy as np

    positive = [line[line > 0] for line in lines]
    high = max((float(line.max()) for line in positive if len(line)), default=0.0)
    if high <= 0.0:
        return -1.0, 1.0
    low = min(float(line.min()) for line in positive if len(line))
    top = float(np.log10(high))
    bottom = max(float(np.log10(low)), top - _DECADES)
    room = max(top - bottom, 0.2) * _HEADROOM
    return bottom - room, top + room


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
