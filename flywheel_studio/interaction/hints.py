"""What the hint line says of what is selected: what can be done with it now."""

from __future__ import annotations

from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.session.selection import Selection


def hint_of(selection: Selection, flywheel: Flywheel) -> str:
    """One line, for the select tool at rest."""
    if selection.factors:
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
