"""Folding wheels to their titles and opening them, and moving factors into a wheel by name."""

from __future__ import annotations

from flywheel_studio.commands.folding import fold_wheel, move_into_wheel, open_wheel
from flywheel_studio.drawing.folded_wheel import folded_name
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels


class Folding:
    """Each returns whether it was done; what cannot be done is said in a sentence."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def chosen(self) -> str | None:
        """The wheel that is meant: the one selected, that of what is selected, or the only one."""
        selection, flywheel = self._bench.editor.selection, self._bench.editor.flywheel
        wheels = sorted(selection.ids("wheels"))
        wheels += [flywheel.factors[key].wheel or "" for key in sorted(selection.factors)]
        wheels += [flywheel.bands[key].wheel for key in sorted(selection.ids("bands"))]
        wheels += [flywheel.texts[key].wheel or "" for key in sorted(selection.ids("texts"))]
        if len(flywheel.wheels) == 1:
            wheels += flywheel.wheels
        return next((key for key in wheels if key in flywheel.wheels), None)

    def toggle(self, wheel: str | None = None) -> bool:
        """Fold a wheel, or open it where it is folded; None: those selected, or the one meant."""
        selected = self._bench.editor.selection.ids("wheels")
        if wheel is None and len(selected) > 1:
            return self._toggle_all(sorted(selected))
        wheel = self.chosen() if wheel is None else wheel
        if wheel is None:
            self._bench.problem.emit(tr("Select a wheel or one of its factors first."))
            return False
        if wheel in folded_wheels(self._bench.editor.flywheel):
            return self.open(wheel)
        return self.fold(wheel)

    def fold(self, wheel: str) -> bool:
        """Fold a wheel; it is selected then."""
        label = tr("Fold {wheel}", wheel=self.name(wheel))
        done = self._bench.perform(label, lambda now: fold_wheel(now, wheel))
        if done:
            self._bench.editor.selection.set_one("wheels", wheel)
        return done

    def open(self, wheel: str) -> bool:
        """Open a wheel; it is selected then."""
        label = tr("Open {wheel}", wheel=self.name(wheel))
        done = self._bench.perform(label, lambda now: open_wheel(now, wheel))
        if done:
            self._bench.editor.selection.set_one("wheels", wheel)
        return done

    def _toggle_all(self, wheels: list[str]) -> bool:
        """Fold them, or open them where all of them are folded; they stay selected."""
        editor, n = self._bench.editor, len(wheels)
        are_folded = folded_wheels(editor.flywheel).issuperset(wheels)
        verb = open_wheel if are_folded else fold_wheel
        if are_folded:
            label = ntr("Open {n} wheel", "Open {n} wheels", n)
        else:
            label = ntr("Fold {n} wheel", "Fold {n} wheels", n)

        def command(flywheel: Flywheel) -> Flywheel:
            for wheel in wheels:
                flywheel = verb(flywheel, wheel)
            return flywheel

        done = self._bench.perform(label, command)
        if done:
            editor.selection.set(("wheels", wheel) for wheel in wheels)
        return done

    def move_into(self, wheel: str) -> bool:
        """Move the selected factors into a wheel, to the last slots of its ring."""
        editor = self._bench.editor
        factors = sorted(editor.selection.factors)
        if not factors:
            self._bench.problem.emit(tr("Select the factors to move first."))
            return False
        label = self.move_label(factors, wheel)
        return self._bench.perform(label, lambda now: move_into_wheel(now, factors, wheel))

    def move_label(self, factors: list[str], wheel: str) -> str:
        """What moving factors into a wheel is called in the history."""
        if len(factors) == 1:
            moved = short(self._bench.editor.flywheel.factors[factors[0]].label)
            return tr("Move {factor} to {wheel}", factor=moved, wheel=self.name(wheel))
        return tr("Move {n} factors to {wheel}", n=len(factors), wheel=self.name(wheel))

    def name(self, wheel: str) -> str:
        """What a wheel is called in the history."""
        return short(folded_name(self._bench.editor.flywheel, wheel))
