"""A few factors of a drawing alone, with the links among them: what a wheel does by itself."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from flywheel_studio.model.flywheel import Flywheel


def within(flywheel: Flywheel, factors: Collection[str]) -> Flywheel:
    """The drawing with only these factors, the links among them and the pushes on them.

    Wheels and everything else stay as they are: the result is for reckoning, never for saving.
    """
    kept = set(factors)
    return replace(
        flywheel,
        factors={key: factor for key, factor in flywheel.factors.items() if key in kept},
        links={
            key: link
            for key, link in flywheel.links.items()
            if link.source in kept and link.target in kept
        },
        pushes={key: push for key, push in flywheel.pushes.items() if push.factor in kept},
    )
