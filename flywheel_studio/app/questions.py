"""What a person is asked about files. Each question returns what they chose, nothing more.

Kept apart from the flow that acts on the answers, so that the flow can be driven without dialogs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QPushButton,
    QWidget,
)

from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.storage.files import SUFFIX
from flywheel_studio.storage.recovery import Leftover

_NAME_WIDTH: Final = 380

Unsaved = Literal["save", "discard", "cancel"]
Changed = Literal["overwrite", "save as", "cancel"]
Held = Literal["open", "copy", "cancel"]
Left = Literal["recover", "saved", "later"]


class Questions:
    """Asks over one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def file_to_open(self, folder: Path) -> Path | None:
        kinds = tr("Flywheels and pictures that carry one")
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open"), str(folder), f"{kinds} (*.flywheel *.png *.svg)"
        )
        return Path(chosen) if chosen else None

    def file_to_save(self, suggested: Path) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save as"), str(suggested), f"{tr('Flywheels')} (*{SUFFIX})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def template_name(self, suggested: str) -> str:
        """What the template should be called; "" for none after all."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(tr("Save as template"))
        dialog.setLabelText(tr("Name of the template"))
        dialog.setTextValue(suggested)
        # Its own size cuts the title and the name.
        dialog.resize(_NAME_WIDTH, dialog.sizeHint().height())
        try:
            is_given = dialog.exec() == QDialog.DialogCode.Accepted
            return dialog.textValue().strip() if is_given else ""
        finally:
            dialog.deleteLater()

    def may_replace(self, name: str) -> bool:
        """A template of this name is there already."""
        box, keys = self._box(
            tr("Replace the template?"),
            tr("There is a template “{name}” already.", name=name),
            "",
            ((tr("Replace"), "replace"), (tr("Cancel"), "cancel")),
        )
        return self._answer(box, keys) == "replace"

    def unsaved(self, name: str) -> Unsaved:
        """The document is about to go and has unsaved changes."""
        box, keys = self._box(
            tr("Save before closing?"),
            tr("“{name}” has changes that are not saved.", name=name),
            tr("Without saving they are lost from this window."),
            ((tr("Save"), "save"), (tr("Do not save"), "discard"), (tr("Cancel"), "cancel")),
        )
        return self._answer(box, keys)  # type: ignore[return-value]

    def changed_elsewhere(self, reason: str, is_gone: bool) -> Changed:
        """Saving would replace what another program wrote."""
        overwrite = tr("Save here again") if is_gone else tr("Overwrite")
        box, keys = self._box(
            tr("The file has changed"),
            reason,
            tr("Your drawing is still here, and nothing was written."),
            (
                (tr("Save as…"), "save as"),
                (overwrite, "overwrite"),
                (tr("Cancel"), "cancel"),
            ),
        )
        return self._answer(box, keys)  # type: ignore[return-value]

    def held_elsewhere(self, name: str, by: str) -> Held:
        """Another program has the file open."""
        who = tr("By {whom}.", whom=by) if by else ""
        box, keys = self._box(
            tr("Open elsewhere"),
            tr("“{name}” is open in another window.", name=name),
            " ".join(
                part
                for part in (who, tr("Two people who save the same file undo each other's work."))
                if part
            ),
            (
                (tr("Open a copy"), "copy"),
                (tr("Open anyway"), "open"),
                (tr("Cancel"), "cancel"),
            ),
        )
        return self._answer(box, keys)  # type: ignore[return-value]

    def held_for_saving(self, name: str) -> bool:
        """Whether to save over a file that is open elsewhere."""
        box, keys = self._box(
            tr("Open elsewhere"),
            tr("“{name}” is open in another window.", name=name),
            tr("Saving here would take it from there."),
            ((tr("Cancel"), "no"), (tr("Save anyway"), "yes")),
        )
        return self._answer(box, keys) == "yes"

    def leftover(self, leftover: Leftover) -> Left:
        """A drawing was not saved when the program last ended."""
        name = leftover.path.name if leftover.path else tr("A drawing that was never saved")
        when = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(int(leftover.changed)), QLocale.FormatType.ShortFormat
        )
        notes = [tr("Last change: {when}.", when=when)]
        if leftover.base_has_changed:
            notes.append(tr("The saved file has changed since; it stays as it is."))
        if leftover.is_from_another_machine:
            notes.append(tr("It comes from another machine and may still be open there."))
        rows: list[tuple[str, str]] = [(tr("Recover"), "recover")]
        if leftover.path is not None:
            rows.append((tr("Open the saved version"), "saved"))
        else:
            rows.append((tr("Do not recover"), "saved"))
        rows.append((tr("Later"), "later"))
        box, keys = self._box(
            tr("Recover unsaved work?"),
            tr("“{name}” was not saved when Flywheel Studio last ended.", name=name),
            " ".join(notes),
            rows,
        )
        return self._answer(box, keys)  # type: ignore[return-value]

    def tell(self, what: str, next_step: str = "", more: Sequence[str] = ()) -> None:
        """Say what went wrong, and what can be done."""
        box, _ = self._box("Flywheel Studio", what, next_step, ((tr("OK"), "ok"),))
        box.setIcon(QMessageBox.Icon.Warning)
        if more:
            box.setDetailedText("\n".join(more))
        box.exec()
        box.deleteLater()

    def repaired(self, name: str, sentences: Sequence[str]) -> None:
        """List what reading a file had to mend."""
        self.tell(
            ntr(
                "One thing in “{name}” was mended while opening it.",
                "{n} things in “{name}” were mended while opening it.",
                len(sentences),
                name=name,
            ),
            tr("The file stays as it is until you save."),
            sentences,
        )

    def _box(
        self, title: str, text: str, note: str, rows: Sequence[tuple[str, str]]
    ) -> tuple[QMessageBox, dict[QPushButton, str]]:
        """A question with its answers; the first is the default, the last answers Escape."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setInformativeText(note)
        keys: dict[QPushButton, str] = {}
        for number, (words, key) in enumerate(rows):
            role = (
                QMessageBox.ButtonRole.AcceptRole
                if number == 0
                else QMessageBox.ButtonRole.RejectRole
                if number == len(rows) - 1
                else QMessageBox.ButtonRole.DestructiveRole
            )
            button = box.addButton(words.replace("&", "&&"), role)
            keys[button] = key
            if number == 0:
                box.setDefaultButton(button)
            if number == len(rows) - 1:
                box.setEscapeButton(button)
        return box, keys

    def _answer(self, box: QMessageBox, keys: dict[QPushButton, str]) -> str:
        box.exec()
        clicked = box.clickedButton()
        answer = next((key for button, key in keys.items() if button is clicked), "")
        box.deleteLater()
        return answer or list(keys.values())[-1]
