"""Numbers that were reckoned, as a person would write them."""

from __future__ import annotations


def tidy(value: float) -> float:
    """Without the rounding of tenths: 0.3, not 0.30000000000000004. Twelve digits are kept."""
    return float(f"{value:.12g}")
