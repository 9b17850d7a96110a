"""The picture in words, for those who do not see it."""

from __future__ import annotations

from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.flywheel import Flywheel


def describe(flywheel: Flywheel) -> str:
    """The alternative text of the picture: its factors and, in words, how they drive each other.

    In the language of the document, so that its picture is the same whoever makes it.
    """
    with speaking(flywheel.header.language):
        count = len(flywheel.factors)
        sentences = [
            tr("A flywheel of {count} factors.", count=count)
            if count != 1
            else tr("A flywheel of one factor.")
        ]
        for link in flywheel.links.values():
            if link.active:
                source = flywheel.factors[link.source].label
                target = flywheel.factors[link.target].label
                sentences.append(
                    tr("More of “{source}” makes less of “{target}”.", source=source, target=target)
                    if link.is_negative
                    else tr(
                        "More of “{source}” makes more of “{target}”.", source=source, target=target
                    )
                )
    return " ".join(" ".join(sentence.split()) for sentence in sentences)
