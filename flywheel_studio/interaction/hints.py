"""What the hint line says of what is selected: what can be done with it now."""

from __future__ import annotations

from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.session.selection import Selection


def hint_of(selection: Selection, flywheel: Flywheel) -> str:
    """One line, for the select tool at rest."""
    if len(selection.factors) + len(selection.ids("texts")) + len(selection.ids("wheels")) > 1:
        if selection.ids("wheels"):
            return tr("Drag or arrows move them, Draw > Align puts them in line.")
        return tr("Drag or arrows move them, Alt+drag copies, Draw > Align puts them in line.")
    if selection.factors:
        first = _begin_of_chain(selection, flywheel)
        if first is not None:
            return tr(
                "Ctrl+arrow adds the next. To close the loop, press L and drag from here to"
                " “{first}”, or press Ctrl+L.",
                first=" ".join(flywheel.factors[first].label.split()),
            )
        return tr("Type to rename, drag to move, Ctrl+arrow for the next on the ring.")
    if selection.links:
        return tr("1 to 4 set the strength, 0 switches it off, drag an end to another factor.")
    if selection.ids("bands"):
        return tr("Arrows turn the band, Shift+arrow moves its end, Alt+arrow its beginning.")
    if selection.ids("texts"):
        return tr("Type to change it, drag to move, its right side or Alt+arrow for the width.")
    if selection.ids("wheels") & folded_wheels(flywheel):
        return tr("Double click or Enter opens the wheel; drag it to move all of it.")
    if selection.ids("wheels"):
        return tr("Drag the title to move the whole wheel; F2 or a double click renames it.")
    return tr("Double click for a factor, L to link, drag to select.")


def _begin_of_chain(selection: Selection, flywheel: Flywheel) -> str | None:
    """Where a chain of three or more began whose end is selected: a link back would close it."""
    single = selection.single
    if single is None or single[0] != "factors" or single[1] not in flywheel.factors:
        return None
    if any(True for _ in flywheel.links_out(single[1])):
        return None
    first, seen = single[1], {single[1]}
    while len(before := [link.source for link in flywheel.links_in(first)]) == 1:
        first = before[0]
        if first in seen:
            return None
        seen.add(first)
    return first if len(seen) > 2 and not before else None
