"""One window: a paper in the middle, loops and properties at its left, momentum at its right.

The drawing is painted first. What needs networkx or the run is built when the first picture
stands, so that the window is there at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent

from flywheel_studio.app.clipboard import ClipboardVerbs
from flywheel_studio.app.document_flow import DocumentFlow
from flywheel_studio.app.drops import Drops
from flywheel_studio.app.export_flow import ExportFlow
from flywheel_studio.app.first_picture import FirstPicture
from flywheel_studio.app.frame import STATE_VERSION, StudioFrame, WindowFrame
from flywheel_studio.app.long_step_notice import LongStepNotice
from flywheel_studio.app.menu_key import MenuKey
from flywheel_studio.app.panel_start import PanelStart
from flywheel_studio.app.qt_clock import QtClock
from flywheel_studio.app.status_line import StatusLine
from flywheel_studio.app.toast import Toast
from flywheel_studio.app.voice import Voice
from flywheel_studio.app.window_menus import WindowMenus
from flywheel_studio.canvas.view import Canvas
from flywheel_studio.drawing.theme import theme_of
from flywheel_studio.interaction.toolbox import ToolBox
from flywheel_studio.language.translate import current_language, ntr, tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import blank
from flywheel_studio.session.background import Worker
from flywheel_studio.session.editor import Editor

if TYPE_CHECKING:
    from flywheel_studio.app.start_screen import StartScreen
    from flywheel_studio.app.window_panels import WindowPanels
    from flywheel_studio.export.registry import Picture

# Both docks at their narrowest and 240 units of paper, in the longer words of German too.
SMALLEST: Final = QSize(810, 520)
USUAL: Final = QSize(1280, 800)
# What a title bar takes; how high this system's is, is known only once the window is shown.
TITLE_BAR: Final = QSize(4, 40)


class MainWindow(WindowFrame):
    """A document and everything a person does with it. `closed` tells that the window is gone."""

    closed = Signal(object)

    def __init__(self, studio: StudioFrame) -> None:
        super().__init__()
        self.studio = studio
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        self._drops = Drops(self)
        self.clock = QtClock(self)
        self.editor = Editor(blank(), call_later=self.clock.call_later)
        self._layout_worker = Worker(self.clock.call_in_main, name="layout")
        self.toolbox = ToolBox(self.editor, self._layout_worker)
        self.canvas = Canvas(self.editor, self.toolbox, self._theme(), self)
        self.canvas.setObjectName("paper")
        self.canvas.reduced_motion = studio.is_motion_reduced
        self.setCentralWidget(self.canvas)
        self.canvas.setFocus()
        self.toast = Toast(self.canvas)
        self._voice = Voice(self)
        self.toast.told.connect(self._voice.say)
        self._long_step_notice = LongStepNotice(self)
        self._menu_key = MenuKey(self)
        self.panels: WindowPanels | None = None
        self._panel_start: PanelStart | None = None
        self.start_screen: StartScreen | None = None
        self.files = DocumentFlow(self)
        self.exports = ExportFlow(self, self.files)
        self.menus = WindowMenus(self, self.files, self.exports)
        self._status_line = StatusLine(self.statusBar(), self.canvas)
        self.hint_line = self._status_line.hint
        self._connect()
        self.hint(self.toolbox.feedback.hint)
        self.resize(USUAL.boundedTo(self.screen().availableSize() - TITLE_BAR))
        self._read_state()
        self._restore_geometry()

    # -- what others ask of a window

    @property
    def is_pristine(self) -> bool:
        """Whether nothing was drawn, opened or named here yet."""
        editor = self.editor
        return (
            editor.path is None
            and not editor.is_dirty
            and not editor.flywheel.factors
            and editor.undo_label is None
        )

    def start_panels(self) -> None:
        """Build what needs more than the picture. Called once the first picture stands."""
        if self._panel_start is None:
            self._panel_start = PanelStart(self, self._take_panels)

    def dress(self) -> None:
        """Take the colours of the window's mode."""
        self.menus.dress(self.studio.tokens)
        if self.panels is not None:
            self.panels.dress(self.studio.tokens)
        if self.start_screen is not None:
            self.start_screen.dress(self.studio.tokens)

    def say_anew(self, before: str) -> None:
        """Say everything in the language that is spoken now.

        The document, its steps, what is selected, the zoom, the docks and the playhead stay.

        Args:
            before: the language until now.
        """
        from flywheel_studio.language.again import said_again

        after = current_language()
        self.settle()
        self.toast.hide()
        self.editor.history.rename(lambda step: said_again(step, before, after))
        self.setUpdatesEnabled(False)
        places = self.saveState(STATE_VERSION)
        self.menus.close()
        self.menus = WindowMenus(self, self.files, self.exports)
        self.canvas.say_anew()
        self._status_line.say_anew()
        # What the tool in hand says is asked for again.
        self.toolbox.settle()
        if self.panels is not None:
            self._renew_panels(self.panels, places)
        elif self._panel_start is not None:
            self._panel_start.stop()
            self._panel_start = PanelStart(self, self._take_panels)
        if self.start_screen is not None:
            self._close_start_screen()
            self._open_start_screen()
        self.setUpdatesEnabled(True)
        self._read_state()

    def set_motion_reduced(self, is_reduced: bool) -> None:
        """Let less move by itself."""
        self.canvas.reduced_motion = is_reduced
        if self.panels is not None:
            self.panels.set_motion_reduced(is_reduced)

    def say(self, sentence: str) -> None:
        """Tell the user something that needs no answer."""
        self.toast.tell(sentence)

    def _tell(self, words: str) -> None:
        """Say it in the hint line and to a screen reader."""
        self.hint(words)
        self._voice.say(words)

    def picture(self, theme: str | None = None) -> Picture:
        """What is exported: the drawing as it stands, in its own theme or another."""
        from flywheel_studio.export.registry import Picture

        flywheel = self.editor.flywheel
        loops = self.panels.loops_now() if self.panels is not None else ()
        return Picture(flywheel=flywheel, theme=theme_of(flywheel.header, theme), loops=loops)

    # -- slots

    def undo(self) -> None:
        self.settle()
        label = self.editor.undo()
        if label is not None:
            self._tell(tr("Undone: {step}", step=label))

    def redo(self) -> None:
        self.settle()
        label = self.editor.redo()
        if label is not None:
            self._tell(tr("Done again: {step}", step=label))

    def save(self) -> bool:
        return self.files.save()

    def delete_selection(self) -> None:
        count = len(self.editor.selection)
        self.toolbox.delete_selection()
        if count > 1:
            self.toast.tell(
                ntr("Deleted {n} thing.", "Deleted {n} things.", count), tr("Undo"), self.undo
            )

    def copy_as_picture(self) -> None:
        """Put the drawing on the clipboard: as a PNG at twice its size and as SVG."""
        ClipboardVerbs(self).copy_picture()

    def present(self) -> None:
        """Tell the flywheel on the whole screen, step by step."""
        from flywheel_studio.app.presenter import Presenter

        self.settle()
        flywheel = self.editor.flywheel
        if not flywheel.factors:
            self.say(tr("There is nothing to present yet: draw a factor first."))
            return
        loops = self.panels.loops_now() if self.panels is not None else ()
        self.presenter = Presenter(
            flywheel,
            self._theme(),
            loops,
            is_motion_reduced=self.studio.is_motion_reduced,
            parent=self,
        )
        self.presenter.showFullScreen()
        self.presenter.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settle()
        if not self.files.may_close():
            event.ignore()
            return
        self._store_geometry()
        self._tear_down()
        event.accept()
        self.closed.emit(self)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        # Rows of panels come and go all the time; Qt sends Tab to a new one last of all.
        self.menus.order_stops()
        return super().focusNextPrevChild(forwards)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.files.look_at_disk()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._drops.watch(self)

    # -- inside

    def _take_panels(self, panels: WindowPanels) -> None:
        self.panels = panels
        self._voice.follow(panels)
        self.menus.add_panel_actions(panels)
        panels.restore(self.studio.settings)
        self._watch_docks(panels)
        if self.is_pristine:
            self._open_start_screen()
        self.canvas.fit(animated=False)

    def _open_start_screen(self) -> None:
        from flywheel_studio.app.start_screen import StartScreen

        self.start_screen = StartScreen(self)

    def _renew_panels(self, old: WindowPanels, places: QByteArray) -> None:
        """Other panels in the same places, which read the same."""
        from flywheel_studio.app.window_panels import WindowPanels

        pages, chosen = old.open_pages, old.loops.chosen
        live = old.let_go()
        self.panels = WindowPanels(self, live)
        for _ in self.panels.building():
            pass
        for part in (self.menus.tool_bar, *self.panels.docks):
            # Qt shows a new one a moment later, unless it was shown or hidden by then.
            part.show()
        live.say_anew()
        self._voice.follow(self.panels)
        self.menus.add_panel_actions(self.panels)
        self.restoreState(places, STATE_VERSION)
        self._watch_docks(self.panels)
        self.panels.loops.choose(chosen)
        for page in pages:
            self.panels.pages.show(page)

    def _watch_docks(self, panels: WindowPanels) -> None:
        for dock in panels.docks:
            self._drops.watch_dock(dock)

    def _theme(self):  # type: ignore[no-untyped-def]
        return theme_of(self.editor.flywheel.header)

    def _connect(self) -> None:
        self.editor.state_changed.connect(self._on_state_changed)
        self.editor.changed.connect(self._on_document_changed)
        self.editor.replaced.connect(self._on_document_replaced)
        self.toolbox.problem.connect(self.say)
        self.canvas.hint_changed.connect(self.hint)
        FirstPicture(self.canvas.viewport(), self.start_panels)

    def _on_state_changed(self, _editor: Editor) -> None:
        self._read_state()

    def _on_document_changed(self, change: Change) -> None:
        if change.header is not None:
            self.canvas.set_theme(self._theme())
            self._read_title()

    def _on_document_replaced(self, _editor: Editor) -> None:
        self.canvas.set_theme(self._theme())
        self.canvas.fit(animated=False)
        self._read_state()

    def _read_state(self) -> None:
        self._read_title()
        self.menus.read_state()

    def _read_title(self) -> None:
        self.setWindowTitle(f"{self.files.display_name}[*] – Flywheel Studio")
        self.setWindowModified(self.editor.is_dirty)
        self.setWindowFilePath(str(self.editor.path) if self.editor.path else "")

    def _restore_geometry(self) -> None:
        geometry = self.studio.settings.block("window/geometry")
        if geometry is not None and not self.studio.windows:
            self.restoreGeometry(geometry)

    def _store_geometry(self) -> None:
        self.studio.settings.put("window/geometry", self.saveGeometry())
        if self.panels is not None:
            self.panels.store(self.studio.settings)

    def _close_start_screen(self) -> None:
        if self.start_screen is not None:
            self.start_screen.close_screen()
            self.start_screen = None

    def _tear_down(self) -> None:
        self._voice.close()
        self._close_start_screen()
        self.menus.extras.close()
        self.files.close()
        if self._panel_start is not None:
            self._panel_start.stop()
        if self.panels is not None:
            self.panels.close()
        self._long_step_notice.close()
        self._layout_worker.close()
        self.canvas.close_paper()
        self.clock.close()
