"""Where a function of one number is 0.

As safe as halving, and as fast as a curve through three points where the function is smooth.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def safe_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a continuous function changes sign between `low` and `high`, to the last digits.

    Source: Chandrupatla, Advances in Engineering Software 28(3), 1997: inverse quadratic steps
    where they are safe, halving where they are not.
    """
    a, b = high, low
    fa, fb = function(a), function(b)
    c, fc = a, fa
    share = 0.5
    for _ in range(200):
        x = a + share * (b - a)
        fx = function(x)
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, b, fc, fb = b, a, fb, fa
        a, fa = x, fx
        best, f_best = (a, fa) if abs(fa) < abs(fb) else (b, fb)
        width = abs(b - a)
        tolerance = 2 * np.finfo(float).eps * abs(best) + 1e-300
        if f_best == 0 or width <= 2 * tolerance:
            return best
        share = 0.5
        if fa != fb and fc not in (fa, fb) and b != c:
            xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
            if phi**2 < xi and (1 - phi) ** 2 < 1 - xi:
                share = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (
                    fc - fa
                ) * fb / (fc - fb)
        least = tolerance / width
        share = min(1 - least, max(least, share))
    return best
