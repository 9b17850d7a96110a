"""The tools, and which one is in hand. The canvas talks to this and to nothing behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flywheel_studio.commands.append import append_on_ring
from flywheel_studio.commands.bands import add_band, new_band_id, set_stages
from flywheel_studio.commands.factors import new_factor_id
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.wheels import add_wheel_beside, new_wheel_id, open_home
from flywheel_studio.geometry.plane import Box
from flywheel_studio.interaction.arranging import Arranged, Arranging
from flywheel_studio.interaction.clipping import Clipping
from flywheel_studio.interaction.connect_tool import ConnectTool
from flywheel_studio.interaction.events import KeyEvent, PointerEvent
from flywheel_studio.interaction.feedback import NO_FEEDBACK, Feedback
from flywheel_studio.interaction.folding import Folding
from flywheel_studio.interaction.label_edit import EditedKind, LabelEdit
from flywheel_studio.interaction.paper import Paper
from flywheel_studio.interaction.place_tool import PlaceTool
from flywheel_studio.interaction.select_keys import SelectKeys
from flywheel_studio.interaction.select_tool import SelectTool
from flywheel_studio.interaction.tidying import Tidying
from flywheel_studio.interaction.tool import Bench, Tool
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.signal import Signal
from flywheel_studio.session.background import Background
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.gesture import Command
from flywheel_studio.session.long_step import LongStep
from flywheel_studio.session.selection import Selection

SELECT: Final = "select"
_SHORTCUTS: Final = {"V": SELECT, "L": "connect", "F": "place", "T": "text"}


class ToolBox:
    """Hands every event to the tool in use.

    A tool goes back to select after one use, unless it is locked (chosen twice in a row).

    Signals: `feedback_changed`, what the canvas must paint now; `tool_changed`, the name of the
    tool in hand; `label_edit_requested`, the id of the record whose words are open now;
    `problem`, a sentence for the user.

    Args:
        background: where what takes long is worked out; without one it is done at once.
    """

    def __init__(self, editor: Editor, background: Background | None = None) -> None:
        self._bench = Bench(editor, background)
        self._tools: dict[str, Tool] = {
            SELECT: SelectTool(self._bench),
            "connect": ConnectTool(self._bench),
            "place": PlaceTool(self._bench),
            "text": PlaceTool(self._bench, "text"),
        }
        self._keys = SelectKeys(self._bench)
        self._clipping = Clipping(self._bench)
        self.tidy = Tidying(self._bench)
        self.folding = Folding(self._bench)
        self._arranging = Arranging(self._bench, self.folding)
        self._active = SELECT
        self._is_locked = False
        # Letters of tools that were typed one after the other: they may be the beginning of a name.
        self._letters = ""
        self._shown: Feedback = NO_FEEDBACK
        self.feedback_changed: Signal[Feedback] = Signal()
        self.tool_changed: Signal[str] = Signal()
        self._bench.used.connect(self._on_used)
        self._bench.refresh.connect(self._on_refresh)
        editor.changed.connect(self._on_document_changed)
        editor.selection.changed.connect(self._on_selection_changed)
        editor.replaced.connect(self._on_replaced)
        self._show()

    # -- which tool

    @property
    def active(self) -> str:
        return self._active

    @property
    def is_locked(self) -> bool:
        """Whether the tool stays in hand after one use."""
        return self._is_locked

    def use(self, name: str) -> None:
        """Take a tool; take the one in hand again to lock it. Finishes what is half-done.

        Raises:
            KeyError: there is no such tool.
        """
        self._tools[name]
        if name == self._active and name != SELECT:
            self._is_locked = not self._is_locked
            self.tool_changed.emit(name)
            return
        self.settle()
        self._is_locked = False
        if name != self._active:
            self._active = name
            self.tool_changed.emit(name)
        self._show()

    # -- events

    def pointer(self, event: PointerEvent) -> None:
        """A pointer event on the paper. A press commits words that are being typed."""
        if event.kind in ("press", "double"):
            self._letters = ""
            self._bench.label_edit.commit()
        self._tool.pointer(event)
        self._show()

    def key(self, event: KeyEvent) -> bool:
        """A key on the paper. Returns whether it was of use; the canvas passes it on if not."""
        was_of_use = self._key(event)
        self._show()
        return was_of_use

    def cancel(self) -> None:
        """Give up what is half-done: words, a drag, a link on its way."""
        self._bench.label_edit.cancel()
        self._tool.cancel()
        self._show()

    def settle(self) -> None:
        """Finish what is half-done, for example before saving."""
        self._bench.label_edit.commit()
        self._tool.settle()
        self._show()

    # -- what it shows

    @property
    def feedback(self) -> Feedback:
        return self._shown

    @property
    def held(self) -> frozenset[str]:
        """The factors that follow the hand right now: they stand where it is, at once."""
        return frozenset() if self._tool.is_idle else self._bench.held

    @property
    def label_edit(self) -> LabelEdit:
        return self._bench.label_edit

    @property
    def label_edit_requested(self) -> Signal[str]:
        return self._bench.label_edit_requested

    @property
    def long_step(self) -> LongStep:
        """What is being worked out in the background."""
        return self._bench.long_step

    @property
    def problem(self) -> Signal[str]:
        return self._bench.problem

    @property
    def paper(self) -> Paper:
        return self._bench.paper

    # -- for menus and panels

    def perform(self, label: str, command: Command) -> bool:
        """`Editor.perform`, its problems said through `problem`. Returns whether it was done."""
        return self._bench.perform(label, command)

    def edit_label(self, key: str, kind: EditedKind = "factors") -> None:
        """Open the words of a factor or text for editing."""
        self._bench.edit_label(key, kind)

    def delete_selection(self) -> bool:
        self.settle()
        return self._keys.delete_selection()

    def duplicate(self) -> bool:
        self.settle()
        return self._keys.duplicate()

    def copied(self) -> bytes | None:
        """What is selected as a document, for a clipboard; None where nothing can be copied."""
        self.settle()
        return self._clipping.copied()

    def copied_text(self) -> str | None:
        """The selected factors and the links between them, as lines with arrows."""
        self.settle()
        return self._clipping.copied_text()

    def cut(self) -> bytes | None:
        self.settle()
        return self._clipping.cut()

    def paste(self, raw: bytes, view: Box | None = None) -> bool:
        """Put in what `copied` gave, in sight of `view`; refused in a sentence if it is not that."""
        self.settle()
        return self._clipping.paste(raw, view)

    def paste_text(
        self, text: str, view: Box | None = None, then: Callable[[], object] | None = None
    ) -> bool:
        """Draw what a text with arrows tells; of one without, make a factor of each line.

        Args:
            then: called once it is done, which can take seconds.

        Returns:
            whether it is done or under way.
        """
        self.settle()
        return self._clipping.paste_text(text, view, then)

    def copied_look(self) -> bytes | None:
        """How the one selected record looks, for a clipboard; None where it is not one."""
        self.settle()
        return self._clipping.copied_look()

    def paste_look(self, raw: bytes | None) -> int:
        """Let all selected records of its kind look like that; how many took it."""
        self.settle()
        return self._clipping.paste_look(raw)

    def select_all(self) -> bool:
        return self._keys.select_all()

    def add_wheel(self) -> bool:
        """Make one more wheel beside the others and open its title, as one step."""
        self.settle()
        title, flywheel = tr("New wheel"), self._bench.editor.flywheel
        key = new_wheel_id(flywheel)
        self._bench.make_and_name(
            tr("Add wheel"), lambda now, _key: add_wheel_beside(now, title), key, "wheels"
        )
        return True

    def add_band(self) -> bool:
        """Make one more band round the wheel that is chosen, its label open, as one step."""
        self.settle()
        label, flywheel, wheel = tr("New stage"), self._bench.editor.flywheel, self.folding.chosen()
        self._bench.make_and_name(
            tr("Add band"),
            lambda now, _key: add_band(now, label, wheel),
            new_band_id(flywheel),
            "bands",
        )
        return True

    def set_stages(self) -> bool:
        """Put attract, engage and delight round the wheel that is chosen."""
        self.settle()
        wheel = self.folding.chosen()
        # What becomes part of the drawing is in the language of the drawing.
        with speaking(self._bench.editor.flywheel.header.language):
            labels = (tr("Attract"), tr("Engage"), tr("Delight"))
        return self.perform(tr("Add stages"), lambda now: set_stages(now, labels, wheel))

    def arrange(self, label: str, arranged: Arranged) -> bool:
        """Arrange the wheel that is chosen; else the first one that is open."""
        self.settle()
        return self._arranging.arrange(label, arranged)

    def lay_out(self, label: str, then: Callable[[], object]) -> None:
        """Lay out all of that wheel; `then` is called once it is done, which can take seconds."""
        self.settle()
        self._arranging.lay_out(label, then)

    def add_next_on_ring(self) -> bool:
        self.settle()
        return self._keys.add_next_on_ring()

    def add_factor(self) -> bool:
        """A new factor in the last slot of the ring, its label open: no pointer is needed."""
        self.settle()
        label, flywheel = tr("New factor"), self._bench.editor.flywheel
        wheel = self.folding.chosen()
        if wheel is None or wheel in folded_wheels(flywheel):
            # What is made on the paper is seen there.
            try:
                wheel = open_home(flywheel)
            except CommandProblem as problem:
                self._bench.problem.emit(str(problem))
                return False
        self._bench.make_and_name(
            label,
            lambda now, key: append_on_ring(now, label, wheel, id=key),
            new_factor_id(flywheel, label),
        )
        return True

    # -- inside

    @property
    def _tool(self) -> Tool:
        return self._tools[self._active]

    def _key(self, event: KeyEvent) -> bool:
        if self._bench.label_edit.is_open:
            return self._key_while_typing(event)
        letters, self._letters = self._letters, ""
        name = None if event.modifiers else _SHORTCUTS.get(event.key)
        if name is not None and self._tool.is_idle and not event.text.isupper():
            self._letters = letters + event.text
            self.use(name)
            return True
        if letters and self._keys.types(event):
            # It was a name and no tool that was begun.
            self.use(SELECT)
            return self._keys.type_words(letters + event.text)
        if self._tool.key(event):
            return True
        if event.key == "Escape" and self._active != SELECT:
            self.use(SELECT)
            return True
        return False

    def _key_while_typing(self, event: KeyEvent) -> bool:
        if event.key == "Escape":
            self._bench.label_edit.cancel()
            return True
        if event.key == "Enter" and "shift" not in event.modifiers:
            self._bench.label_edit.commit()
            return True
        return False

    def _on_used(self, name: str) -> None:
        if not self._is_locked and name == self._active:
            self._active = SELECT
            self.tool_changed.emit(SELECT)
            self._show()

    def _on_refresh(self, name: str) -> None:
        self._show()

    def _on_document_changed(self, change: Change) -> None:
        self._show()

    def _on_selection_changed(self, selection: Selection) -> None:
        self._show()

    def _on_replaced(self, editor: Editor) -> None:
        self._tool.cancel()
        self.use(SELECT)

    def _show(self) -> None:
        feedback = self._tool.feedback
        if feedback != self._shown:
            self._shown = feedback
            self.feedback_changed.emit(feedback)
