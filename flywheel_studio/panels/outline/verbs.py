"""What the outline does to the drawing: add, name, delete, fold, and the verbs of a link.

What is added is named in the same step: Escape while its name is being typed takes both back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, cast

from flywheel_studio.commands.append import append_on_ring
from flywheel_studio.commands.bands import add_band, new_band_id, set_band
from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.factors import delete, new_factor_id, rename_factor
from flywheel_studio.commands.folding import fold_wheel, open_wheel
from flywheel_studio.commands.links import flip_polarity, reverse_link, set_link, switch_link
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.texts import add_text, new_text_id, set_text
from flywheel_studio.drawing.folded_wheel import folded_name
from flywheel_studio.interaction.label_edit import EditedKind, LabelEdit, Making, short
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.panels.outline.rows import RECORDS
from flywheel_studio.panels.outline.tree import Item
from flywheel_studio.session.editor import Editor

if TYPE_CHECKING:
    from flywheel_studio.session.gesture import Command

Perform = Callable[[str, "Command"], bool]

# A new text stands below its ring, each a line below the last, paper units.
_BELOW: Final = 90.0
_LINE: Final = 34.0


class OutlineVerbs:
    """`perform` does a step and says what keeps it from being done; `complain` says a sentence."""

    def __init__(self, editor: Editor, perform: Perform, complain: Callable[[str], object]) -> None:
        self._editor = editor
        self._perform = perform
        self._complain = complain
        self.naming = LabelEdit(editor)

    # -- adding and naming

    def add(self, kind: str, beside: Item) -> Item | None:
        """Begin to add a factor, text or band; its name is being typed from now on.

        Args:
            beside: the row that is current: what is added goes into its wheel.

        Returns:
            the new row; None where nothing can be added.
        """
        flywheel, wheel = self._editor.flywheel, self._wheel_of(beside)
        match kind:
            case "texts":
                label, key = tr("Text"), new_text_id(flywheel)
                step, make = tr("Add text"), self._making_text(label, wheel)
            case "bands":
                label, key = tr("New stage"), new_band_id(flywheel)
                step, make = tr("Add band"), _making_band(label, wheel)
            case _:
                label = tr("New factor")
                key, kind = new_factor_id(flywheel, label), "factors"
                step, make = tr("Add {factor}", factor=label), _making_factor(label, wheel)
        gesture = self._editor.gesture(step)
        try:
            gesture.preview(lambda now: make(now, key))
        except CommandProblem as problem:
            gesture.cancel()
            self._complain(str(problem))
            return None
        edited = cast("EditedKind", kind)
        self._editor.selection.set_one(edited, key)
        self.naming.begin(key, edited, gesture=gesture, made_by=make)
        return edited, key

    def rename(self, place: Item, words: str) -> None:
        """Give a record other words; of the one that is being added in the step that adds it."""
        kind, key = place
        if self.naming.is_open and (self.naming.kind, self.naming.id) == place:
            if not self.naming.preview(words):
                self._complain(self.naming.problem)
            return
        flywheel = self._editor.flywheel
        if kind == "factors" and key in flywheel.factors:
            step = tr("Rename {factor}", factor=short(flywheel.factors[key].label))
            self._perform(step, lambda now: rename_factor(now, key, words))
        elif kind == "texts" and key in flywheel.texts:
            self._perform(tr("Edit text"), lambda now: set_text(now, key, words))
        elif kind == "wheels" and key in flywheel.wheels:
            self._perform(tr("Rename wheel"), lambda now: set_wheel(now, key, title=words))
        elif kind == "links" and key in flywheel.links:
            step = tr("Change label of link")
            self._perform(step, lambda now: set_link(now, [key], label=words))
        elif kind == "bands" and key in flywheel.bands:
            self._perform(tr("Rename band"), lambda now: set_band(now, key, label=words))

    # -- the rest

    def delete(self, chosen: Iterable[Item]) -> bool:
        """Delete these records as one step; whether there was anything to delete."""
        ids: dict[str, list[str]] = {kind: [] for kind in RECORDS}
        for kind, key in chosen:
            if kind in ids:
                ids[kind].append(key)
        count = sum(len(keys) for keys in ids.values())
        if count == 0:
            return False
        if count == 1 and ids["factors"]:
            name = self._editor.flywheel.factors[ids["factors"][0]].label
            step = tr("Delete {factor}", factor=short(name))
        else:
            step = ntr("Delete {n} item", "Delete {n} items", count)
        return self._perform(step, lambda now: delete(now, **ids))

    def fold(self, wheel: str) -> None:
        """Fold a wheel to its title, or open it."""
        flywheel = self._editor.flywheel
        title = short(folded_name(flywheel, wheel))
        if wheel in folded_wheels(flywheel):
            self._perform(tr("Open {wheel}", wheel=title), lambda now: open_wheel(now, wheel))
        else:
            self._perform(tr("Fold {wheel}", wheel=title), lambda now: fold_wheel(now, wheel))

    def change_link(self, name: str, key: str) -> None:
        """Turn its sign ("flip"), reverse it, or switch it off and on ("switch")."""
        link = self._editor.flywheel.links[key]
        if name == "flip":
            self._perform(tr("Turn the sign"), lambda now: flip_polarity(now, key))
        elif name == "reverse":
            self._perform(tr("Reverse link"), lambda now: reverse_link(now, key))
        elif name == "switch":
            label = tr("Switch link off") if link.active else tr("Switch link on")
            self._perform(label, lambda now: switch_link(now, [key], not link.active))

    # -- inside

    def _wheel_of(self, place: Item) -> str | None:
        kind, key = place
        flywheel = self._editor.flywheel
        if kind == "wheels" and key in flywheel.wheels:
            return key
        if kind == "factors" and key in flywheel.factors:
            return flywheel.factors[key].wheel
        if kind == "bands" and key in flywheel.bands:
            return flywheel.bands[key].wheel
        return None

    def _making_text(self, label: str, wheel: str | None) -> Making:
        flywheel = self._editor.flywheel
        home = flywheel.wheels.get(wheel or "") or flywheel.first_wheel
        x, y = (home.x, home.y + home.radius) if home is not None else (0.0, 0.0)
        below = y + _BELOW + _LINE * len(flywheel.texts)
        return lambda now, key: add_text(now, label, x, below, id=key)


def _making_factor(label: str, wheel: str | None) -> Making:
    return lambda now, key: append_on_ring(now, label, wheel, id=key)


def _making_band(label: str, wheel: str | None) -> Making:
    def make(now: Flywheel, _key: str) -> Flywheel:
        return add_band(now, label, wheel)

    return make
