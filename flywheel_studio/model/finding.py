"""Something worth telling the user about the drawing or about how it was read."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Severity = Literal["error", "warning", "advice"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "advice")


class Finding(Struct, frozen=True, kw_only=True):
    """One plain sentence, what it is about, and the step that would mend it ("" for none)."""

    code: str
    severity: Severity
    message: str
    factors: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    fix: str = ""
