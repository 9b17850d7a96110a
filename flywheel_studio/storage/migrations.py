"""From older versions of the format to today's: pure steps from dictionary to dictionary.

Step n takes a document of version n to version n + 1. Defaults belong to a version: changing
one takes a step here that writes the old default out. Each version keeps a fixture in
tests/files/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flywheel_studio.language.translate import tr
from flywheel_studio.storage.problems import FileProblem

FORMAT: Final = "flywheel-studio"
CURRENT_VERSION: Final = 1

Document = dict[str, Any]

STEPS: Final[Mapping[int, Callable[[Document], Document]]] = {}

assert tuple(STEPS) == tuple(range(1, CURRENT_VERSION)), "a version without its step"  # noqa: S101


def migrated(tree: Any) -> Document:
    """The document in today's version, its format and version checked.

    Raises:
        FileProblem: not this format, or a version that this program does not read.
    """
    if not isinstance(tree, dict) or "format" not in tree:
        raise FileProblem(
            tr('The file is not a flywheel: "format": "{format}" is missing.', format=FORMAT)
        )
    if tree["format"] != FORMAT:
        raise FileProblem(
            tr("The file is not a flywheel: format must be “{format}”.", format=FORMAT), "format"
        )
    version = tree.get("version")
    if type(version) is not int or version < 1:
        raise FileProblem(tr("version must be a whole number of at least 1."), "version")
    if version > CURRENT_VERSION:
        raise FileProblem(
            tr(
                "The file has the newer version {version}; this program reads up to version {current}.",
                version=version if version < 10**20 else "…",
                current=CURRENT_VERSION,
            ),
            "version",
        )
    document: Document = tree
    for step in range(version, CURRENT_VERSION):
        document = STEPS[step](document)
    return document
