"""The system's clipboard: what a selection is for other windows and for other programs.

A copy is three things at once: a document of our own type, a PNG at twice its size and an SVG.
The SVG is never put there as text: a mail or a note would show its source. Nor is anything else, as
programs that find words beside a picture take the words; "Copy as text" is asked for by name.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from flywheel_studio.drawing.figure import bounds
from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.session.selection import Selected

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame

DOCUMENT: Final = "application/vnd.flywheel-studio+json"
LOOK: Final = "application/vnd.flywheel-studio.look+json"
SVG: Final = "image/svg+xml"
# The name under which Qt keeps a picture that is no bytes yet.
IMAGE: Final = "application/x-qt-image"
_SCALE: Final = 2.0
# Pictures of more pixels than this hold up the window for longer than a copy may take.
_MOST_PIXELS: Final = 24_000_000


class ClipboardVerbs:
    """Cut, copy and paste for one window."""

    def __init__(self, window: WindowFrame) -> None:
        self._window = window

    def copy(self) -> None:
        window = self._window
        selected = window.editor.selection.items
        raw = window.toolbox.copied()
        if raw is not None:
            self._put(raw, _part(window.figure(), _with_links(window, selected)))
            count = sum(kind != "links" for kind, _ in selected)
            window.hint(ntr("Copied {n} thing.", "Copied {n} things.", count))

    def copy_text(self) -> None:
        """Put the selected factors and their links there as lines with arrows."""
        window = self._window
        words = window.toolbox.copied_text()
        if words is not None:
            clip = QMimeData()
            clip.setText(words)
            _lay_down(clip)
            count = len(window.editor.selection.factors)
            window.hint(ntr("Copied {n} factor as text.", "Copied {n} factors as text.", count))

    def cut(self) -> None:
        window = self._window
        figure = _part(window.figure(), _with_links(window, window.editor.selection.items))
        raw = window.toolbox.cut()
        if raw is not None:
            self._put(raw, figure)

    def paste(self) -> None:
        """Put in what is there: our own document first, else what the words tell."""
        window = self._window
        clip, view = QGuiApplication.clipboard().mimeData(), window.canvas.camera.visible()
        if clip is not None and clip.hasFormat(DOCUMENT):
            window.toolbox.paste(bytes(clip.data(DOCUMENT).data()), view)
            window.canvas.show_selection()
        elif clip is not None and clip.hasText():
            window.toolbox.paste_text(clip.text(), view, window.canvas.show_selection)
        else:
            window.say(tr("The clipboard holds nothing that can be pasted here."))

    def copy_picture(self) -> None:
        """Put the whole drawing there as a picture."""
        self._put(None, self._window.figure())
        self._window.say(tr("Copied. Paste it into a slide or a message."))

    def copy_style(self) -> None:
        """Put the look of what is selected there, beside what was copied before."""
        window = self._window
        raw = window.toolbox.copied_look()
        if raw is not None:
            clip = _what_stays()
            clip.setData(LOOK, QByteArray(raw))
            QGuiApplication.clipboard().setMimeData(clip)
            window.say(tr("Style copied. Select others of its kind and paste it."))

    def paste_style(self) -> None:
        window = self._window
        before = window.editor.flywheel
        count = window.toolbox.paste_look(_look_there())
        if count:
            words = ntr("{n} thing takes the style.", "{n} things take the style.", count)
            if window.editor.flywheel is before:
                window.say(words)
            else:
                window.toast.tell(words, tr("Undo"), window.undo)

    def _put(self, raw: bytes | None, figure: Figure) -> None:
        clip = picture_clip(figure)
        if raw is not None:
            clip.setData(DOCUMENT, QByteArray(raw))
        _lay_down(clip)


def picture_clip(figure: Figure) -> QMimeData:
    """A picture as other programs take it: a PNG of twice as many pixels, in its size, and an SVG."""
    # What draws pictures is not loaded before a person asks for one.
    from flywheel_studio.export.registry import PictureOptions
    from flywheel_studio.export.svg import svg_bytes
    from flywheel_studio.qt_rendering.png_pdf import PAPER_DPI, PictureTooLarge, png_bytes

    clip = QMimeData()
    scale = min(_SCALE, (_MOST_PIXELS / max(figure.box.width * figure.box.height, 1.0)) ** 0.5)
    # Drawn across the whole paper it may be too large; the SVG and our own document never are.
    with suppress(PictureTooLarge):
        raw = png_bytes(figure, PictureOptions(dpi=scale * PAPER_DPI))
        clip.setImageData(QImage.fromData(raw))
    clip.setData(SVG, QByteArray(svg_bytes(figure, PictureOptions())))
    return clip


def _lay_down(clip: QMimeData) -> None:
    """Let the clipboard hold this from now on. A copied style outlives what is copied after it."""
    if (look := _look_there()) is not None:
        clip.setData(LOOK, QByteArray(look))
    QGuiApplication.clipboard().setMimeData(clip)


def _look_there() -> bytes | None:
    """The style on the clipboard, from this window or another one."""
    clip = QGuiApplication.clipboard().mimeData()
    if clip is None or not clip.hasFormat(LOOK):
        return None
    return bytes(clip.data(LOOK).data())


def _what_stays() -> QMimeData:
    """What the clipboard holds, to be kept beside a style: our own things, and anyone's words."""
    kept, clipboard = QMimeData(), QGuiApplication.clipboard()
    clip = clipboard.mimeData()
    if clip is None:
        return kept
    if clipboard.ownsClipboard():
        for name in clip.formats():
            if name != IMAGE:
                kept.setData(name, clip.data(name))
        if clip.hasImage():
            kept.setImageData(clip.imageData())
    elif clip.hasText():
        kept.setText(clip.text())
    return kept


def _with_links(window: WindowFrame, selected: frozenset[Selected]) -> set[tuple[str, str]]:
    """What is selected, and the links between selected factors."""
    factors = {key for kind, key in selected if kind == "factors"}
    return {item for item in selected if item[0] in ("factors", "texts")} | {
        ("links", link.id)
        for link in window.editor.flywheel.links.values()
        if link.source in factors and link.target in factors
    }


def _part(figure: Figure, wanted: set[tuple[str, str]]) -> Figure:
    """The picture of these records alone, as they look in the whole."""
    records = tuple(record for record in figure.records if (record.owner, record.id) in wanted)
    return Figure(
        records=records,
        box=bounds(records),
        paper=figure.paper,
        title=figure.title,
        language=figure.language,
    )
