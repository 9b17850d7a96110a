"""Names of factors that already say more or less: "Lower prices", "Günstigere Preise".

Such a name is no quantity that stands still: "more lower prices" reads as nonsense.
"""

from __future__ import annotations

import re
from typing import Final

_ENGLISH: Final = (
    "better bigger broader cheaper cleaner closer deeper easier faster fewer fresher greater "
    "happier healthier higher increased increasing improved improving larger less lighter longer "
    "lower lowered more quicker reduced richer safer shorter simpler slower smaller smarter "
    "stronger thicker thinner tighter weaker wider worse"
)
_GERMAN: Final = (
    "besser billiger breiter einfacher enger engagierter geringer gesenkt gesünder gestiegen "
    "glücklicher größer gunstiger günstiger höher kleiner kürzer länger leichter mehr näher "
    "niedriger reduziert reicher schlechter schneller schwächer sicherer stärker tiefer "
    "verbessert weiter weniger zufriedener"
)
_FIRST_WORD: Final = re.compile(
    rf"(?:{'|'.join(_ENGLISH.split())}|(?:{'|'.join(_GERMAN.split())})(?:e[mnrs]?)?)\b",
    re.IGNORECASE,
)


def says_direction(label: str) -> bool:
    """Whether `label` begins with a word of more or less, in English or German."""
    return _FIRST_WORD.match(label.lstrip()) is not None
