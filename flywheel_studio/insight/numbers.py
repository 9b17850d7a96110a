"""Numbers as a person reads them: rounded, with the decimal mark of the language.

For the eye only. What another program may read (CSV, JSON) keeps its point and all its digits.
"""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.language.numerals import marks
from flywheel_studio.language.translate import ntr, tr

DIGITS: Final = 3
_LARGE: Final = 1e6


def number(value: float, digits: int = DIGITS) -> str:
    """`value` to so many significant digits: "1.8", "12,500", "0.00012", "3.2e9", "∞".

    Whole digits before the decimal mark are never rounded away below a million.
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if abs(value) >= _LARGE or exponent < -digits - 3:
        text, _, power = f"{value:.{digits - 1}e}".partition("e")
        text = f"{_without_zeros(text)}e{int(power)}"
    else:
        text = _without_zeros(f"{value:,.{max(0, digits - 1 - exponent)}f}")
    decimal, thousands = marks()
    written = {".": decimal, ",": thousands, "-": "−"}
    return "".join(written.get(character, character) for character in text)


def percent(share: float, digits: int = DIGITS) -> str:
    """A share in percent: 0.072 is "7.2 %"."""
    return tr("{number} %", number=number(100 * share, digits))


def duration(time: float, unit: str) -> str:
    """So much time: "8 months", "1 week"; a unit of one's own stands as it was written.

    Args:
        time: in `unit`; may be infinite.
        unit: a document's time unit.
    """
    if math.isinf(time):
        return tr("for ever")
    said = number(time)
    n = 1 if said == "1" else 2
    match unit:
        case "day":
            return ntr("{said} day", "{said} days", n, said=said)
        case "week":
            return ntr("{said} week", "{said} weeks", n, said=said)
        case "month":
            return ntr("{said} month", "{said} months", n, said=said)
        case "quarter":
            return ntr("{said} quarter", "{said} quarters", n, said=said)
        case "year":
            return ntr("{said} year", "{said} years", n, said=said)
    return f"{said} {unit}".rstrip()


def moment(at: float, unit: str) -> str:
    """A point in time: "month 7.5"; "sprint 3" in a unit of one's own."""
    said = number(round(at, 1)) if at >= 1.0 else number(at, 2)
    match unit:
        case "day":
            return tr("day {said}", said=said)
        case "week":
            return tr("week {said}", said=said)
        case "month":
            return tr("month {said}", said=said)
        case "quarter":
            return tr("quarter {said}", said=said)
        case "year":
            return tr("year {said}", said=said)
    return f"{unit} {said}".lstrip()


def each(unit: str) -> str:
    """How often: "a month", "per sprint"."""
    match unit:
        case "day":
            return tr("a day")
        case "week":
            return tr("a week")
        case "month":
            return tr("a month")
        case "quarter":
            return tr("a quarter")
        case "year":
            return tr("a year")
    return tr("per {unit}", unit=unit or tr("time unit"))


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
