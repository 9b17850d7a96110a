"""The range of a link's weight: from the lowest to the highest that one thinks possible.

The weight itself lies within it, always. Whoever moves the weight beyond an end takes that end
along: a slider, a key and a scenario know nothing of the range, and must not be refused by it.
"""

from __future__ import annotations

from msgspec.structs import replace

from flywheel_studio.model.records import Link
from flywheel_studio.model.tidy import tidy


def has_range(link: Link) -> bool:
    """Whether the weight is open: an end of its range is not the weight itself."""
    low = link.weight if link.weight_low is None else link.weight_low
    high = link.weight if link.weight_high is None else link.weight_high
    return low < high


def ends_of(weight: float, share: float) -> tuple[float, float]:
    """The ends of a range that lies `share` of the weight to both sides, not below 0."""
    return tidy(weight * max(0.0, 1 - share)), tidy(weight * (1 + share))


def with_ends_taken_along(link: Link) -> Link:
    """The same link, an end of its range moved to the weight where the weight lies beyond it."""
    if link.weight_low is not None and link.weight_low > link.weight:
        link = replace(link, weight_low=link.weight)
    if link.weight_high is not None and link.weight_high < link.weight:
        link = replace(link, weight_high=link.weight)
    return link
