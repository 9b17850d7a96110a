"""A link as it is seen: itself, or what stands for several that end at a folded wheel together."""

from __future__ import annotations

from msgspec.structs import replace

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import Bundle, bundle_of, folded_into
from flywheel_studio.model.records import Link


def as_seen(flywheel: Flywheel, link: Link) -> Link:
    """The link as it looks: itself, or all that are drawn by it as one."""
    bundle = bundle_of(flywheel, link.id)
    return link if bundle is None else _together(flywheel, bundle)


def _together(flywheel: Flywheel, bundle: Bundle) -> Link:
    """How links look that are drawn as one: as strong as the strongest of those that are on.

    It is delayed, unproven or only developing where all of them are, and has words where it is
    alone.
    """
    links = [flywheel.links[key] for key in bundle.links]
    on = [link for link in links if link.active] or links
    strongest = max(on, key=lambda link: link.weight)
    confidences = {link.confidence for link in on}
    first = links[0]
    return replace(
        strongest,
        id=first.id,
        source=first.source,
        target=first.target,
        delay=min(link.delay for link in on),
        confidence=confidences.pop() if len(confidences) == 1 else "",
        label=strongest.label if len(links) == 1 else "",
    )


def link_title(flywheel: Flywheel, link: Link) -> str:
    """What a picture calls a link: "Traffic → Sellers", with "⊣" where it lowers."""
    arrow = "⊣" if link.is_negative else "→"
    return f"{_end_title(flywheel, link.source)} {arrow} {_end_title(flywheel, link.target)}"


def _end_title(flywheel: Flywheel, factor: str) -> str:
    """What a link is seen to hold on to: a factor, or the folded wheel that hides it."""
    wheel = folded_into(flywheel, factor)
    title = "" if wheel is None else " ".join(flywheel.wheels[wheel].title.split())
    return title or flywheel.factors[factor].label
