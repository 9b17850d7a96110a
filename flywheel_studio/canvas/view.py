"""The canvas: a view of the sheet that passes pointer and keys on to the tools.

It holds everything together and decides nothing about the document: tools do that. Qt's own item
events are never used; what is under the pointer comes from `canvas.input`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import (
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from flywheel_studio.canvas.announcer import Announcer
from flywheel_studio.canvas.camera import Camera
from flywheel_studio.canvas.cursor import PaperCursor
from flywheel_studio.canvas.empty_wheels import EmptyWheels
from flywheel_studio.canvas.flow import Flow
from flywheel_studio.canvas.framing import Framing
from flywheel_studio.canvas.hand_view import HandView
from flywheel_studio.canvas.input import strength_key
from flywheel_studio.canvas.invitation import Invitation
from flywheel_studio.canvas.label_editor import LabelEditor, LabelHost
from flywheel_studio.canvas.loop_light import LoopLight
from flywheel_studio.canvas.marks import Marks
from flywheel_studio.canvas.motion import wants_motion
from flywheel_studio.canvas.pointer import Pointer
from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.drawing.primitives import Owner
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import Hit
from flywheel_studio.interaction.feedback import Feedback
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import MAX_COORDINATE
from flywheel_studio.qt_rendering.painter import color_of
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.selection import Selection

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.interaction.toolbox import ToolBox

# Half as far again as a record may stand, so that what is at the rim can be put in the middle.
_REACH: Final = 1.5 * MAX_COORDINATE


class Canvas(HandView):
    """The paper on the screen.

    Signals:
        zoom_changed: pixels per paper unit; 1 is 100 %.
        hint_changed: the active tool's words for the hint line.
        loop_hovered: the id of the loop whose badge the pointer is on, "" for none.
    """

    zoom_changed = Signal(float)
    hint_changed = Signal(str)
    loop_hovered = Signal(str)

    def __init__(
        self, editor: Editor, toolbox: ToolBox, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.reduced_motion = False
        self._editor = editor
        self._toolbox = toolbox
        self._sheet = Sheet(editor, theme, self)
        self._camera = Camera(self)
        self.setScene(self._sheet.scene)
        self.setSceneRect(QRectF(-_REACH, -_REACH, 2 * _REACH, 2 * _REACH))
        self._framing = Framing(editor, self._sheet, self._camera, self._moves)
        self._loop_light = LoopLight(self._sheet)
        self._marks = Marks(self._sheet)
        self._empty_wheels = EmptyWheels(self._sheet)
        self._flow = Flow(self._sheet)
        self._pointer = Pointer(self, self._camera, self._sheet, self._marks, toolbox)
        self._cursor = PaperCursor(self.viewport(), self._pointer, self._loop_light, toolbox)
        self._labels = LabelHost(self, toolbox, self._sheet, self._camera)
        self._sheet.glide.may_move = self._moves
        self._sheet.glide.held = _held_by(toolbox)
        self._is_closed = False
        self.announcer = Announcer(self)
        self._hint = ""
        self._invitation = Invitation(self.viewport())
        self._connect()
        self.say_anew()
        self.set_theme(theme)
        self._on_drawn()

    # -- what others call

    def say_anew(self) -> None:
        """Say what the paper itself says in the language that is spoken now."""
        self.setAccessibleName(tr("Paper"))
        self.setAccessibleDescription(tr("The drawing of the flywheel"))
        self._invitation.say_anew()

    @property
    def theme(self) -> Theme:
        return self._sheet.theme

    @property
    def sheet(self) -> Sheet:
        """What is drawn."""
        return self._sheet

    @property
    def camera(self) -> Camera:
        """Which part of it is shown."""
        return self._camera

    @property
    def marks(self) -> Marks:
        """What lies over it."""
        return self._marks

    @property
    def editor(self) -> Editor:
        """Whose document it shows."""
        return self._editor

    @property
    def is_closed(self) -> bool:
        """Whether it has let go of the document."""
        return self._is_closed

    @property
    def empty_wheels(self) -> EmptyWheels:
        """The words inside wheels that hold nothing."""
        return self._empty_wheels

    @property
    def invitation(self) -> str:
        """The words on an empty paper; "" once something is on it."""
        return "" if self._invitation.isHidden() else self._invitation.text()

    def hit(self, pixel: QPointF) -> Hit | None:
        """What is under a pixel of the viewport."""
        return self._pointer.hit(pixel)

    @property
    def zoom(self) -> float:
        """Pixels per paper unit; 1 is 100 %."""
        return self._camera.zoom

    @property
    def label_editor(self) -> LabelEditor | None:
        """The text field that is open over a label, if any."""
        return self._labels.field

    def set_theme(self, theme: Theme) -> None:
        """Restyle everything; the document stays what it is."""
        self._sheet.set_theme(theme)
        self.set_paper(color_of(theme.paper))
        self._marks.set_theme(theme)
        self._invitation.set_theme(theme)
        self._labels.place()

    def set_loops(self, loops: Sequence[Loop]) -> None:
        """Colour links and factors by these loops, and badge them."""
        self._sheet.set_loops(loops)

    def light_loop(self, loop: Loop | str | None) -> None:
        """Let one loop stand out and fade the rest; None: all alike again."""
        if not self._is_closed:
            self._loop_light.choose(loop)

    def light_records(self, records: Iterable[tuple[str, str]] | None) -> None:
        """Let some factors and links stand out and fade the rest; None: all alike again.

        Args:
            records: ("factors" or "links", id) each. They come before a loop that is lit.
        """
        # A panel that loses the focus as its window closes lets go of what it had lit.
        if not self._is_closed:
            self._sheet.light_records(None if records is None else frozenset(records))

    def set_badges(self, are_shown: bool) -> None:
        """Show or hide the loops' badges."""
        self._sheet.set_badges(are_shown)

    def set_flow(self, speeds: Mapping[str, float] | None, phase: float) -> None:
        """Show pulses travelling along the links and badges turning; None ends it.

        Args:
            speeds: link id -> speed of its pulses, 1 brisk, 0 none, below 0 shrinking.
            phase: seconds of playing; only its growth counts.
        """
        self._flow.set(speeds, phase)

    def fit(self, animated: bool = True) -> None:
        """Show the whole drawing."""
        self._framing.fit(animated)

    def zoom_to_selection(self, animated: bool = True) -> None:
        """Show what is selected; the whole drawing where nothing is."""
        self._framing.fit_selection(animated)

    def zoom_in(self) -> None:
        self._framing.zoom_by_notches(2)

    def zoom_out(self) -> None:
        self._framing.zoom_by_notches(-2)

    def actual_size(self) -> None:
        """100 %."""
        self._framing.zoom_to(1.0)

    def look_at(self, center: Point, zoom: float) -> None:
        """Put a point of the paper in the middle at a zoom, as a restored window does."""
        self._framing.look_at(center, zoom)

    def show_record(self, owner: Owner, key: str) -> None:
        """Bring a record into view without changing the zoom, where it is out of it."""
        self._framing.show_record(owner, key)

    def show_selection(self) -> None:
        """Bring all that is selected into view, at the zoom as it is where that has room."""
        self._framing.show_selection()

    def close_paper(self) -> None:
        """Let go of the editor and stop every timer; the view is not used after this."""
        if self._is_closed:
            return
        self._is_closed = True
        self.announcer.close()
        self._labels.close()
        self._camera.stop()
        self._pointer.stop()
        self._editor.selection.changed.disconnect(self._on_selection_changed)
        self._toolbox.feedback_changed.disconnect(self._on_feedback_changed)
        self._sheet.close()

    # -- Qt's overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        center = self._camera.center_of(event.oldSize()) if event.oldSize().isValid() else None
        super().resizeEvent(event)
        self._invitation.setGeometry(self.viewport().rect())
        if self._framing.is_fitted or center is None:
            self.fit(animated=False)
        else:
            self._camera.look_at(center)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._framing.is_fitted:
            self.fit(animated=False)

    # -- putting together

    def _connect(self) -> None:
        self._sheet.drawn.connect(self._on_drawn)
        self._camera.zoom_changed.connect(self._on_zoom_changed)
        # Qt scrolls what lies over a viewport along with it.
        self._camera.moved.connect(self._invitation.stay)
        self._pointer.moved_by_hand.connect(self._framing.let_go)
        self._pointer.hovered.connect(self._on_hovered)
        self._pointer.cursor_changed.connect(self._cursor.show)
        self._pointer.strength_turned.connect(self._on_strength_turned)
        self._editor.selection.changed.connect(self._on_selection_changed)
        self._toolbox.feedback_changed.connect(self._on_feedback_changed)

    def _moves(self) -> bool:
        return not self.reduced_motion and wants_motion(self)

    # -- what happened elsewhere

    def _on_drawn(self) -> None:
        self._marks.refresh()
        self._empty_wheels.refresh()
        self._invitation.setVisible(self._sheet.is_empty)

    def _on_zoom_changed(self, zoom: float) -> None:
        self._sheet.set_zoom(zoom)
        self._marks.set_zoom(zoom)
        self._flow.set_zoom(zoom)
        self.zoom_changed.emit(zoom)

    def _on_strength_turned(self, notches: float) -> None:
        links = [self._editor.flywheel.links[key] for key in self._editor.selection.links]
        if (key := strength_key(links, notches)) is not None:
            self._toolbox.key(key)

    def _on_hovered(self, hit: Hit | None) -> None:
        if self._loop_light.hover(hit):
            self.loop_hovered.emit(self._loop_light.hovered)
            self._cursor.show()

    def _on_selection_changed(self, selection: Selection) -> None:
        self._marks.set_selection(selection.items)
        self.announcer.tell_selection(selection)

    def _on_feedback_changed(self, feedback: Feedback) -> None:
        self._marks.set_feedback(feedback)
        self._cursor.show()
        if feedback.hint != self._hint:
            self._hint = feedback.hint
            self.hint_changed.emit(feedback.hint)


def _held_by(toolbox: ToolBox) -> Callable[[], frozenset[str]]:
    return lambda: toolbox.held
