"""Opening, saving and closing as a person meets them.

`session.file_session` does the work and answers; here the answers become questions and the
questions calls. Nothing that is unsaved is let go without being asked about.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from flywheel_studio.app.disk_watch import DiskWatch
from flywheel_studio.app.file_locks import FileLocks
from flywheel_studio.app.questions import Questions
from flywheel_studio.language.translate import current_language, tr
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.file_session import (
    ChangedElsewhere,
    FileSession,
    HeldElsewhere,
    NeedsName,
    NotSaved,
    Opened,
    SaveAnswer,
    Saved,
)
from flywheel_studio.storage.files import SUFFIX, read
from flywheel_studio.storage.own_templates import load_own_template
from flywheel_studio.storage.problems import FileProblem, SaveProblem
from flywheel_studio.storage.templates import load_template

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.storage.recovery import Leftover


class DocumentFlow:
    """The file side of one window."""

    def __init__(self, window: WindowFrame) -> None:
        self._window = window
        self.ask = Questions(window)
        self.session = FileSession(
            window.editor,
            recovery=window.studio.recovery,
            recent=window.studio.recent,
            locks=FileLocks(),
            call_later=window.clock.call_later,
        )
        self.session.recovery_failed.connect(window.say)
        self._watch = DiskWatch(self.look_at_disk, window)
        self._last_told = "same"
        window.editor.state_changed.connect(self._on_state_changed)

    # -- names

    @property
    def display_name(self) -> str:
        """What the title bar calls the document."""
        editor = self._window.editor
        if editor.path is not None:
            return editor.path.name
        return " ".join(editor.flywheel.header.title.split()) or tr("Untitled")

    @property
    def folder(self) -> Path:
        """Where files of this document are looked for and suggested."""
        path = self._window.editor.path
        if path is not None:
            return path.parent
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(place) or Path.home())

    @property
    def suggested_stem(self) -> str:
        return self.session.suggested_name.removesuffix(SUFFIX)

    # -- opening

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self.ask.file_to_open(self.folder)
        if path is not None:
            self._window.studio.open_path(path, self._window)

    def open_path(self, path: Path) -> bool:
        """Open a file in this window; True when it is open now."""
        try:
            answer = self.session.open(path)
            if isinstance(answer, HeldElsewhere):
                choice = self.ask.held_elsewhere(path.name, answer.by)
                if choice == "cancel":
                    return False
                if choice == "copy":
                    self.session.new(read(path).flywheel)
                    return True
                answer = self.session.open(path, despite_lock=True)
        except FileProblem as problem:
            self._tell_unread(path, problem)
            return False
        self._greet(answer, path.name)
        return True

    def can_read(self, path: Path) -> bool:
        """Whether there is a flywheel in a file; what is wrong with it is said here."""
        try:
            read(path)
        except FileProblem as problem:
            self._tell_unread(path, problem)
            return False
        return True

    def open_template(self, template: str) -> None:
        """Show an untitled copy of a template."""
        self.session.new(load_template(template, current_language()))

    def open_own_template(self, path: Path) -> bool:
        """Show an untitled copy of a template of the user's own; True when it is open now."""
        try:
            self.session.new(load_own_template(path))
        except FileProblem as problem:
            self.ask.tell(_sentence(path, problem))
            return False
        return True

    # -- saving

    def save(self) -> bool:
        """Save where the document belongs; True when it is on the disk."""
        self._window.settle()
        return self._settle(self.session.save())

    def save_as(self) -> bool:
        """Ask for a name and save there."""
        self._window.settle()
        path = self.ask.file_to_save(self.folder / self.session.suggested_name)
        return path is not None and self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Save under this name."""
        answer = self.session.save_as(path)
        if isinstance(answer, HeldElsewhere):
            if not self.ask.held_for_saving(path.name):
                return False
            answer = self.session.save_as(path, despite_lock=True)
        return self._settle(answer)

    def may_close(self) -> bool:
        """Whether the document may go: saved, or given up by the user."""
        if not self.session.needs_saving:
            return True
        answer = self.ask.unsaved(self.display_name)
        if answer == "save":
            return self.save()
        return answer == "discard"

    def complain(self, what: str, next_step: str) -> None:
        """Say what went wrong, and what to do next."""
        self.ask.tell(what, next_step)

    # -- the disk

    def look_at_disk(self) -> None:
        """Tell once when another program has changed or removed the file."""
        state = self.session.disk_state()
        if state == self._last_told:
            return
        self._last_told = state
        path = self._window.editor.path
        if path is None or state in ("same", "unnamed"):
            return
        if state == "gone":
            self._window.say(tr("{file} was removed or renamed elsewhere.", file=path.name))
            return
        words = tr("{file} was changed by another program.", file=path.name)
        if self.session.needs_saving:
            self._window.say(words + " " + tr("Saving will ask before it replaces that."))
        else:
            self._window.toast.tell(words, tr("Load it again"), self.reload)

    def reload(self) -> None:
        """Show what the file holds now."""
        path = self._window.editor.path
        if path is None or not self.may_close():
            return
        try:
            answer = self.session.reload()
        except FileProblem as problem:
            self.ask.tell(_sentence(path, problem))
            return
        self._greet(answer, path.name)

    # -- recovery

    def recover(self, leftover: Leftover) -> bool:
        """Open what an earlier end left unsaved."""
        try:
            answer = self.session.recover(leftover)
        except (FileProblem, SaveProblem) as problem:
            self.ask.tell(problem.reason)
            return False
        self.session.confirm_recovered()
        self._greet(answer, self.display_name)
        self._window.say(tr("Recovered. Save it to keep it."))
        return True

    def write_recovery(self) -> None:
        """Keep what is unsaved, now."""
        self.session.keep_unsaved()

    def close(self) -> None:
        """The window goes; what should be saved has been."""
        self._watch.stop()
        self.session.close()

    # -- inside

    def _greet(self, answer: Opened | HeldElsewhere, name: str) -> None:
        if isinstance(answer, Opened) and answer.findings:
            self.ask.repaired(name, [finding.message for finding in answer.findings])

    def _settle(self, answer: SaveAnswer) -> bool:
        """Turn what saving answered into questions until it is saved or given up."""
        if isinstance(answer, Saved):
            self._last_told = "same"
            self._window.hint(tr("Saved {file}.", file=answer.path.name))
            return True
        if isinstance(answer, NeedsName):
            return self.save_as()
        if isinstance(answer, ChangedElsewhere):
            choice = self.ask.changed_elsewhere(answer.reason, answer.is_gone)
            if choice == "overwrite":
                return self._settle(self.session.save(overwrite=True))
            return choice == "save as" and self.save_as()
        if isinstance(answer, NotSaved):
            self.ask.tell(answer.reason, answer.next_step)
        return False

    def _on_state_changed(self, editor: Editor) -> None:
        self._watch.watch(editor.path)

    def _tell_unread(self, path: Path, problem: FileProblem) -> None:
        self.ask.tell(_sentence(path, problem))
        self._window.studio.recent_failed(path)


def _sentence(path: Path, problem: FileProblem) -> str:
    place = f" ({problem.place})" if problem.place else ""
    return f"{path.name}{place}: {problem.reason}"
