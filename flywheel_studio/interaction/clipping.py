"""Cut, copy and paste at the paper, in bytes and words; what a clipboard is, the window knows.

What is copied is a document of its own in the form of the file, so what arrives is read as
strictly as a file: a clipboard is filled by any program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.commands.clipboard import (
    MOST_PARTS,
    Pasted,
    lines_of,
    part_of,
    paste,
    paste_lines,
)
from flywheel_studio.commands.factors import delete
from flywheel_studio.commands.paste_graph import paste_graph, pasting_takes_long
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.styles import LOOKS, look_bytes, look_from, look_of, paste_look
from flywheel_studio.geometry.plane import Box
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel, Kind
from flywheel_studio.model.stop import StopToken
from flywheel_studio.storage.codec import decode, encode
from flywheel_studio.storage.problems import FileProblem

if TYPE_CHECKING:
    from flywheel_studio.interop.arrow_text import Reading

Pasting = Callable[[Flywheel], tuple[Flywheel, Pasted]]
Then = Callable[[], object] | None

# 16 MiB: some hundred times what the most parts that can be pasted take.
MOST_BYTES: Final = 16 * 2**20
MOST_LOOK_BYTES: Final = 4096
_FORMAT: Final = '"flywheel-studio"'


class Clipping:
    """What is selected as bytes, and bytes and words as records."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def copied(self) -> bytes | None:
        """What is selected, as a document; None, and a word about it, where that is nothing."""
        editor = self._bench.editor
        factors, texts = editor.selection.factors, editor.selection.ids("texts")
        if not factors and not texts:
            self._bench.problem.emit(tr("Select a factor or a text first."))
            return None
        if len(factors) + len(texts) > MOST_PARTS:
            self._bench.problem.emit(
                tr("At most {most} parts can be copied at once.", most=MOST_PARTS)
            )
            return None
        return encode(part_of(editor.flywheel, factors, texts))

    def copied_text(self) -> str | None:
        """What is selected, as lines with arrows; None, and a word about it, without a factor."""
        editor = self._bench.editor
        factors = editor.selection.factors
        if not factors:
            self._bench.problem.emit(tr("Select a factor first."))
            return None
        # Not loaded before it is asked for: the window opens sooner (12 ms).
        from flywheel_studio.interop.arrow_text import arrow_text

        return arrow_text(part_of(editor.flywheel, factors))

    def cut(self) -> bytes | None:
        """As `copied`, and delete it. A ring keeps the gap: what is cut comes back, or goes elsewhere."""
        raw = self.copied()
        if raw is None:
            return None
        selection = self._bench.editor.selection
        factors, texts, links = selection.factors, selection.ids("texts"), selection.links
        done = self._bench.perform(
            self._cut_label(len(factors) + len(texts)),
            lambda now: delete(now, factors=factors, texts=texts, links=links),
        )
        return raw if done else None

    def paste(self, raw: bytes, view: Box | None = None) -> bool:
        """Put in what `copied` gave, here or in another window. Returns whether it was done."""
        if len(raw) > MOST_BYTES:
            self._bench.problem.emit(tr("The clipboard holds too much to paste."))
            return False
        try:
            part = decode(raw).flywheel
        except FileProblem as problem:
            self._bench.problem.emit(
                tr("The clipboard cannot be pasted: {reason}", reason=str(problem))
            )
            return False
        return self._put_in(lambda now: paste(now, part, view))

    def paste_text(self, text: str, view: Box | None = None, then: Then = None) -> bool:
        """Draw what a text with arrows tells; of a text without any, make a factor of each line.

        The text of a `.flywheel` file is put in as what it is.

        Args:
            then: called once it is done: of a great many links, when they are laid out.

        Returns:
            whether it is done or under way.
        """
        if text.lstrip()[:1] == "{" and _FORMAT in text[:200]:
            return _followed(self.paste(text.encode("utf-8", "replace"), view), then)
        from flywheel_studio.interop.arrow_text import read_arrows

        reading = read_arrows(text)
        if reading is not None:
            return self._draw_told(reading, view, then)
        try:
            lines = lines_of(text)
        except CommandProblem as problem:
            self._bench.problem.emit(str(problem))
            return False
        return _followed(self._put_in(lambda now: paste_lines(now, lines, view)), then)

    def copied_look(self) -> bytes | None:
        """How the one selected record looks; None, and a word about it, where it is not one."""
        editor = self._bench.editor
        single = editor.selection.single
        if single is None or single[0] not in LOOKS:
            self._bench.problem.emit(tr("Select one thing to copy its style."))
            return None
        return look_bytes(look_of(editor.flywheel, *single))

    def paste_look(self, raw: bytes | None) -> int:
        """Let all that is selected of the same kind look like what `copied_look` gave.

        Returns:
            how many records take the look; 0 where it could not be done.
        """
        editor = self._bench.editor
        if raw is None:
            self._bench.problem.emit(tr("Copy the style of something first."))
            return 0
        if len(raw) > MOST_LOOK_BYTES:
            self._bench.problem.emit(tr("The clipboard holds too much to paste."))
            return 0
        try:
            look = look_from(raw)
        except CommandProblem as problem:
            self._bench.problem.emit(str(problem))
            return 0
        ids = [
            key
            for key in editor.flywheel.table(look.kind)
            if key in editor.selection.ids(look.kind)
        ]
        if not ids:
            self._bench.problem.emit(_wanted(look.kind))
            return 0
        done = self._bench.perform(tr("Paste style"), lambda now: paste_look(now, look, ids))
        return len(ids) if done else 0

    def _draw_told(self, reading: Reading, view: Box | None, then: Then) -> bool:
        editor, told = self._bench.editor, reading.flywheel
        before = editor.flywheel
        pasted: Pasted = frozenset()

        def work(now: Flywheel, stop: StopToken) -> Flywheel:
            nonlocal pasted
            after, pasted = paste_graph(now, told, view, stop=stop)
            return after

        def done() -> None:
            editor.selection.set(pasted)
            if reading.unread:
                self._bench.problem.emit(_unread(reading.unread))
            elif editor.flywheel is before:
                self._bench.problem.emit(tr("All that the text names is on the paper already."))
            _followed(True, then)

        return self._bench.perform_long(
            tr("Paste"), work, is_long=pasting_takes_long(before, told), then=done
        )

    def _put_in(self, pasting: Pasting) -> bool:
        editor = self._bench.editor
        pasted: Pasted = frozenset()

        def command(now: Flywheel) -> Flywheel:
            nonlocal pasted
            after, pasted = pasting(now)
            return after

        if not self._bench.perform(tr("Paste"), command):
            return False
        editor.selection.set(pasted)
        return True

    def _cut_label(self, count: int) -> str:
        editor = self._bench.editor
        if count == 1 and editor.selection.factors:
            factor = editor.flywheel.factors[next(iter(editor.selection.factors))]
            return tr("Cut {factor}", factor=short(factor.label))
        return ntr("Cut {n} item", "Cut {n} items", count)


def _followed(is_done: bool, then: Then) -> bool:
    if is_done and then is not None:
        then()
    return is_done


def _unread(lines: Sequence[str]) -> str:
    return ntr(
        "{n} line could not be read: {line}",
        "{n} lines could not be read; the first is: {line}",
        len(lines),
        line=short(lines[0]),
    )


def _wanted(kind: Kind) -> str:
    """What has to be selected for a copied style of this kind."""
    match kind:
        case "links":
            return tr("The copied style is that of a link: select the links that take it.")
        case "bands":
            return tr("The copied style is that of a band: select the bands that take it.")
        case "texts":
            return tr("The copied style is that of a text: select the texts that take it.")
        case "wheels":
            return tr("The copied style is that of a wheel: select the wheels that take it.")
    return tr("The copied style is that of a factor: select the factors that take it.")
