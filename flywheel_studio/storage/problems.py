"""What can go wrong with a file, each in one sentence that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.storage.files import Stamp


class FileProblem(Exception):
    """A file that cannot be read, or a document that cannot be written as one.

    `reason` is one sentence; `place` is where in the file ("factors[3].friction"), "" for all of it.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


class SaveProblem(Exception):
    """A save that did not succeed. The file on disk is the old or the new version, whole.

    `stamp` is set in the one case where the new version is already in place and only the last
    flush failed: what the disk shows now is then ours, though the document must stay unsaved.
    """

    def __init__(self, reason: str, next_step: str, stamp: Stamp | None = None) -> None:
        super().__init__(f"{reason} {next_step}".strip())
        self.reason = reason
        self.next_step = next_step
        self.stamp = stamp


class ChangedOnDisk(SaveProblem):
    """Another program changed, replaced or removed the file since it was read. Nothing was written."""

    def __init__(self, name: str, *, is_gone: bool = False) -> None:
        if is_gone:
            reason = tr("{file} was removed or renamed by another program.", file=name)
        else:
            reason = tr("{file} was changed by another program since it was opened.", file=name)
        super().__init__(reason, tr("Save under another name, or overwrite it on purpose."))
        self.is_gone = is_gone
