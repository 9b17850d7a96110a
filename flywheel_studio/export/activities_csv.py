"""The checklist as a table for a spreadsheet, which must not run any of it.

A text that begins like a formula gets an apostrophe in front: that is how a spreadsheet is told
that it is text. Numbers have a point and all their digits in every language.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from flywheel_studio.insight.activities import Filter, activity_rows
from flywheel_studio.insight.words import in_one_line
from flywheel_studio.model.flywheel import Flywheel

COLUMNS: Final = (
    "wheel", "factor", "activity", "group", "kind", "active", "focus", "metric", "strength", "cost",
)  # fmt: skip
# The signs that begin a formula in one spreadsheet or another, their full-width twins included.
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")


def activities_csv(flywheel: Flywheel, wanted: Filter | None = None) -> bytes:
    """One row an activity, by wheel, factor and list order; UTF-8, comma, line feed.

    Whether it is active or in focus is 1 or 0.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in activity_rows(flywheel, wanted):
        one = row.activity
        texts = (row.wheel_title, row.factor_name, one.text, one.group, one.kind)
        writer.writerow(
            (
                *map(safe_cell, texts),
                int(one.active),
                int(one.focus),
                safe_cell(one.metric),
                f"{one.strength:.17g}",
                "" if one.cost is None else f"{one.cost:.17g}",
            )
        )
    return file.getvalue().encode()


def safe_cell(text: str) -> str:
    """A text in one line that no spreadsheet takes for a formula."""
    text = in_one_line(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
