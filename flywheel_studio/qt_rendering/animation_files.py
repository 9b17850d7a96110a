"""Films as GIF, APNG and MP4, written frame by frame.

Pillow encodes each frame's pixels; the files are put together here, because Pillow's own writers
keep all frames in memory: six seconds of full HD are more than a gigabyte. Of each frame only what
changed is written. Frames follow every 40 ms, for ever.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from flywheel_studio.export.registry import Making, Picture, PictureOptions
from flywheel_studio.qt_rendering.animation import FRAMES_PER_SECOND, Film

Pixels = NDArray[np.uint8]
Codes = NDArray[np.uint32]

_FRAME_MS: Final = 1000 // FRAMES_PER_SECOND
# One place of the palette stands for "as before".
_COLORS: Final = 255
_KEEP: Final = 255


class Patch(NamedTuple):
    """The rectangle in which a frame differs from the one before."""

    left: int
    top: int
    right: int
    bottom: int


def gif_making(picture: Picture, options: PictureOptions) -> Making:
    """A GIF of 255 colours that goes round for ever."""
    from PIL import GifImagePlugin, Image

    film = Film(picture, options)
    palette = _Palette(film)
    file = [
        b"GIF89a",
        struct.pack("<HHBBB", film.width, film.height, 0xF7, 0, 0),
        palette.raw,
        # To be repeated without end: the application extension that every viewer knows.
        b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00",
    ]
    before: Pixels | None = None
    for number, frame in enumerate(film.frames(), start=1):
        indices = palette.indices(_codes(frame))
        patch = Patch(0, 0, film.width, film.height)
        shown = indices
        if before is not None:
            patch = _changed(indices != before)
            shown = np.where(indices == before, _KEEP, indices).astype(np.uint8)
        part = np.ascontiguousarray(shown[patch.top : patch.bottom, patch.left : patch.right])
        image = Image.fromarray(part)
        file += GifImagePlugin.getdata(
            image,
            offset=(patch.left, patch.top),
            duration=_FRAME_MS,
            disposal=1,
            transparency=_KEEP,
            include_color_table=False,
        )
        before = indices
        yield number / film.count
    file.append(b";")
    return b"".join(file)


def apng_making(picture: Picture, options: PictureOptions) -> Making:
    """An animated PNG in full colour; a program that knows none shows its first frame."""
    film = Film(picture, options)
    file = [
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", film.width, film.height, 8, 6, 0, 0, 0)),
        _chunk(b"acTL", struct.pack(">II", film.count, 0)),
    ]
    sequence = 0
    before: Codes | None = None
    for number, frame in enumerate(film.frames(), start=1):
        codes = _codes(frame)
        patch = Patch(0, 0, film.width, film.height)
        shown = codes
        if before is not None:
            patch = _changed(codes != before)
            if not film.is_transparent:
                # Laid over the frame before: what is the same is left out.
                shown = np.where(codes == before, np.uint32(0), codes)
        part = np.ascontiguousarray(shown[patch.top : patch.bottom, patch.left : patch.right])
        blend = 0 if film.is_transparent or before is None else 1
        place = (part.shape[1], part.shape[0], patch.left, patch.top)
        control = struct.pack(">IIIIIHHBB", sequence, *place, _FRAME_MS, 1000, 0, blend)
        file.append(_chunk(b"fcTL", control))
        sequence += 1
        raw = _idat(part)
        if before is None:
            file.append(_chunk(b"IDAT", raw))
        else:
            file.append(_chunk(b"fdAT", struct.pack(">I", sequence) + raw))
            sequence += 1
        before = codes
        yield number / film.count
    file.append(_chunk(b"IEND", b""))
    return b"".join(file)


def mp4_making(picture: Picture, options: PictureOptions) -> Making:
    """An MP4 (H.264) by imageio-ffmpeg, which only writes to a file of its own."""
    import imageio_ffmpeg

    film = Film(picture, options, has_even_sides=True)
    with tempfile.TemporaryDirectory(prefix="flywheel-") as folder:
        path = Path(folder) / "film.mp4"
        writer: Any = imageio_ffmpeg.write_frames(
            str(path),
            (film.width, film.height),
            fps=FRAMES_PER_SECOND,
            codec="libx264",
            pix_fmt_in="rgba",
            pix_fmt_out="yuv420p",
            macro_block_size=2,
            quality=8,
            # One thread and no marks of the program: the same film gives the same bytes.
            output_params=["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
                           "-movflags", "+faststart"],
        )  # fmt: skip
        writer.send(None)
        try:
            for number, frame in enumerate(film.frames(), start=1):
                writer.send(_codes(frame).tobytes())
                yield number / (film.count + 1)
        finally:
            writer.close()
        return path.read_bytes()


class _Palette:
    """The colours of a GIF: the most frequent of the film, each other pixel the nearest of them.

    A drawing has few colours and their mixtures along edges; the flat ones come out exactly.
    """

    def __init__(self, film: Film) -> None:
        quarters = {0, film.count // 4, film.count // 2, 3 * film.count // 4}
        sampled = np.concatenate(
            [_codes(film.frame(number)).ravel() for number in sorted(quarters)]
        )
        colors, counts = np.unique(sampled & 0xFFFFFF, return_counts=True)
        # By frequency, then by value: the same on every machine.
        order = np.lexsort((colors, -counts))[:_COLORS]
        self._colors = _channels(colors[order])
        table = np.zeros((256, 3), np.uint8)
        table[: len(self._colors)] = self._colors
        self.raw = table.tobytes()
        self._nearest = np.full(1 << 24, _KEEP, np.uint8)

    def indices(self, codes: Codes) -> Pixels:
        """The place in the palette of each pixel."""
        plain = codes & 0xFFFFFF
        found = self._nearest[plain]
        unknown = np.unique(plain[found == _KEEP])
        for part in np.array_split(unknown, max(1, len(unknown) // 2048)):
            away = _channels(part)[:, None, :].astype(np.int32) - self._colors[None].astype(
                np.int32
            )
            self._nearest[part] = np.argmin((away * away).sum(axis=2), axis=1)
        return self._nearest[plain] if len(unknown) else found


def _codes(frame: QImage) -> Codes:
    """The pixels as numbers whose bytes are red, green, blue and opacity, low byte first."""
    image = frame.convertToFormat(QImage.Format.Format_RGBA8888)
    raw = np.frombuffer(image.constBits(), np.uint8)
    lines = raw.reshape(image.height(), image.bytesPerLine())[:, : 4 * image.width()]
    return np.ascontiguousarray(lines).view("<u4").astype(np.uint32, copy=True)


def _channels(codes: NDArray[Any]) -> Pixels:
    return np.stack([codes & 0xFF, codes >> 8 & 0xFF, codes >> 16 & 0xFF], axis=-1).astype(np.uint8)


def _changed(differs: NDArray[np.bool_]) -> Patch:
    """The rectangle that holds every change; a pixel where nothing changed, as a frame must be."""
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return Patch(0, 0, 1, 1)
    return Patch(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _idat(part: Codes) -> bytes:
    """The compressed pixels of a picture as PNG holds them, filtered by Pillow."""
    from io import BytesIO

    from PIL import Image

    height, width = part.shape
    image = Image.frombytes("RGBA", (width, height), part.astype("<u4").tobytes())
    target = BytesIO()
    image.save(target, "PNG", compress_level=6)
    raw = target.getvalue()
    return b"".join(_contents(raw, b"IDAT"))


def _contents(png: bytes, kind: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        if name == kind:
            yield png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
