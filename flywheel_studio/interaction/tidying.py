"""Verbs for what is selected that need no pointer: align, distribute, sizes, routes, on and off."""

from __future__ import annotations

from flywheel_studio.commands.align import Axis, Edge, align, distribute, same_size
from flywheel_studio.commands.links import set_link, switch_link
from flywheel_studio.geometry.plane import Box
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Kind


class Tidying:
    """Each returns whether it was done; what cannot be done is said in a sentence."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def align(self, edge: Edge) -> bool:
        boxes = self._boxes()
        if len(boxes) < 2:
            return self._say(tr("Select two or more factors, texts or wheels to align."))
        return self._bench.perform(tr("Align"), lambda now: align(now, boxes, edge))

    def distribute(self, axis: Axis) -> bool:
        boxes = self._boxes()
        if len(boxes) < 3:
            return self._say(tr("Select three or more factors, texts or wheels to distribute."))
        return self._bench.perform(tr("Distribute"), lambda now: distribute(now, boxes, axis))

    def same_size(self) -> bool:
        factors = sorted(self._bench.editor.selection.factors)
        if len(factors) < 2:
            return self._say(tr("Select two or more factors to make them the same size."))
        return self._bench.perform(tr("Same size"), lambda now: same_size(now, factors))

    def reset_route(self) -> bool:
        """Let the layout decide again how the selected links run."""
        links = sorted(self._bench.editor.selection.links)
        if not links:
            return self._say(tr("Select a link first."))
        return self._bench.perform(tr("Reset route"), lambda now: set_link(now, links, bend=None))

    def switch(self) -> bool:
        """Switch the selected links off; on again where all of them are off."""
        editor = self._bench.editor
        links = sorted(editor.selection.links)
        if not links:
            return self._say(tr("Select a link first."))
        is_on = any(editor.flywheel.links[key].active for key in links)
        label = tr("Switch link off") if is_on else tr("Switch link on")
        return self._bench.perform(label, lambda now: switch_link(now, links, not is_on))

    def _boxes(self) -> dict[tuple[Kind, str], Box]:
        editor, paper = self._bench.editor, self._bench.paper
        selection, flywheel = editor.selection, editor.flywheel
        wheels = selection.ids("wheels")
        found: dict[tuple[Kind, str], Box] = {}
        # What is in a wheel that is chosen goes with it.
        for key in sorted(selection.factors):
            if flywheel.factors[key].wheel not in wheels:
                found["factors", key] = paper.shape(key).box
        for key in sorted(selection.ids("texts")):
            if flywheel.texts[key].wheel not in wheels:
                found["texts", key] = paper.text_box(key)
        for key in sorted(wheels):
            found["wheels", key] = paper.wheel_box(key)
        return found

    def _say(self, sentence: str) -> bool:
        self._bench.problem.emit(sentence)
        return False
