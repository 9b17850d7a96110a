"""Arranging a wheel: on its ring, as hub and spokes, or all that is linked in it."""

from __future__ import annotations

from collections.abc import Callable

from flywheel_studio.commands.arrange_graph import arrange_graph, takes_long
from flywheel_studio.interaction.folding import Folding
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import first_open_wheel, folded_wheels

Arranged = Callable[[Flywheel, str | None], Flywheel]


class Arranging:
    """What cannot be done is said in a sentence."""

    def __init__(self, bench: Bench, folding: Folding) -> None:
        self._bench = bench
        self._folding = folding

    def arrange(self, label: str, arranged: Arranged) -> bool:
        """Arrange the wheel that is meant, as one step. Returns whether it was done."""
        found, wheel = self._wheel()
        return found and self._bench.perform(label, lambda now: arranged(now, wheel))

    def lay_out(self, label: str, then: Callable[[], object]) -> None:
        """Lay out all of the wheel that is meant, as one step; what takes long, in the background.

        Args:
            then: called once it is done.
        """
        found, wheel = self._wheel()
        if not found:
            return
        flywheel = self._bench.editor.flywheel
        self._bench.perform_long(
            label,
            lambda now, stop: arrange_graph(now, wheel, stop=stop),
            is_long=takes_long(len(flywheel.factors), len(flywheel.links)),
            then=then,
        )

    def _wheel(self) -> tuple[bool, str | None]:
        """The wheel that is chosen; else the first one that is open, the only one to be seen.

        Returns:
            whether there is anything to arrange, and the wheel.
        """
        flywheel, wheel = self._bench.editor.flywheel, self._folding.chosen()
        if wheel is None or wheel in folded_wheels(flywheel):
            first = first_open_wheel(flywheel)
            if first is None and flywheel.wheels:
                self._bench.problem.emit(tr("Every wheel is folded. Open one to arrange it."))
                return False, None
            wheel = None if first is None else first.id
        return True, wheel
