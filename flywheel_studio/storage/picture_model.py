"""The document inside a picture: a PNG or SVG that this program exported opens again.

A PNG carries it in a `tEXt` chunk, whose text is Latin-1: the writer escapes what lies beyond
ASCII, as JSON allows. Both readers look only at what they need and trust no length or nesting.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from flywheel_studio.language.translate import tr
from flywheel_studio.storage.json_text import MAX_BYTES, too_large
from flywheel_studio.storage.problems import FileProblem

KEYWORD: Final = "flywheel"
# What opens as a document: our own files, and pictures that carry one.
FILE_SUFFIXES: Final = (".flywheel", ".png", ".svg")
# Also known to `export.svg`, which writes it.
MODEL_NAMESPACE: Final = "https://flywheel-studio.invalid/ns/1"

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MAX_ELEMENTS: Final = 1_000_000
_MAX_XML_DEPTH: Final = 256
_SVG_START: Final = re.compile(rb"\s*<(?:\?xml|!--|!DOCTYPE\s+svg|(?:\w+:)?svg\b)")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def is_picture(raw: bytes) -> bool:
    """Whether this begins like a PNG or an XML file rather than like JSON."""
    start = raw[:256].removeprefix(b"\xef\xbb\xbf")
    return start.startswith(_PNG_SIGNATURE) or _SVG_START.match(start) is not None


def model_in_picture(raw: bytes) -> bytes | None:
    """The encoded document that a picture carries; None when it carries none.

    Raises:
        FileProblem: the picture is damaged where the document should be, or too large.
    """
    return model_in_png(raw) if raw.startswith(_PNG_SIGNATURE) else model_in_svg(raw)


def model_in_png(raw: bytes) -> bytes | None:
    """The encoded document in the first `tEXt`, `zTXt` or `iTXt` chunk named "flywheel".

    Raises:
        FileProblem: not a PNG, cut short, or that chunk is damaged.
    """
    for kind, content, is_sound in _chunks(raw):
        if kind not in (b"tEXt", b"zTXt", b"iTXt") or not content.startswith(b"flywheel\0"):
            continue
        if not is_sound:
            raise FileProblem(tr("The flywheel inside the picture is damaged."))
        return _chunk_text(kind, content[len(KEYWORD) + 1 :])
    return None


def png_with_model(png: bytes, model: bytes) -> bytes:
    """The PNG with an encoded document inside, in place of one that it may already carry.

    Raises:
        FileProblem: `png` is not a whole PNG.
    """
    text = _BEYOND_ASCII.sub(_json_escape, model.decode("utf-8")).encode("ascii")
    parts = [_PNG_SIGNATURE]
    is_in = False
    for kind, content, _ in _chunks(png):
        if kind in (b"tEXt", b"zTXt", b"iTXt") and content.startswith(b"flywheel\0"):
            continue
        if kind in (b"IDAT", b"IEND") and not is_in:
            parts.append(_chunk(b"tEXt", KEYWORD.encode("ascii") + b"\0" + text))
            is_in = True
        parts.append(_chunk(kind, content))
    return b"".join(parts)


def model_in_svg(raw: bytes) -> bytes | None:
    """The encoded document in `<metadata><flywheel xmlns="…">`.

    Raises:
        FileProblem: not well-formed XML, a document type or entity, or beyond the limits of
            size, depth and count.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    if len(raw) > 2 * MAX_BYTES:
        raise too_large()
    wanted = {f"{{{MODEL_NAMESPACE}}}{KEYWORD}", f"{{{MODEL_NAMESPACE}}}flywheel-studio"}
    depth = count = 0
    try:
        for event, element in iterparse(BytesIO(raw), ("start", "end"), forbid_dtd=False):
            if event == "start":
                depth += 1
                count += 1
                if depth == 1 and element.tag.rpartition("}")[2] != "svg":
                    raise FileProblem(tr("The file is XML, but not an SVG picture."))
                if depth > _MAX_XML_DEPTH or count > _MAX_ELEMENTS:
                    raise FileProblem(tr("The picture has too many parts."))
                continue
            depth -= 1
            if element.tag in wanted:
                return (element.text or "").strip().encode("utf-8")
            element.clear()
    except ParseError as problem:
        line, column = problem.position
        raise FileProblem(
            tr(
                "The picture is not XML (line {line}, column {column}).",
                line=line,
                column=column + 1,
            )
        ) from None
    except (DefusedXmlException, LookupError, ValueError) as problem:
        raise FileProblem(tr("The picture holds XML that is not safe to read.")) from problem
    return None


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """(type, content, whether its checksum agrees) of every chunk up to IEND."""
    if not raw.startswith(_PNG_SIGNATURE):
        raise FileProblem(tr("The picture is not a PNG."))
    at = len(_PNG_SIGNATURE)
    while True:
        if at + 12 > len(raw):
            raise FileProblem(tr("The picture is cut short."))
        (length,) = struct.unpack_from(">I", raw, at)
        end = at + 12 + length
        if end > len(raw):
            raise FileProblem(tr("The picture is cut short."))
        kind = raw[at + 4 : at + 8]
        content = raw[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", raw, end - 4)
        yield kind, content, zlib.crc32(content, zlib.crc32(kind)) == checksum
        if kind == b"IEND":
            return
        at = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def _chunk_text(kind: bytes, body: bytes) -> bytes:
    """The text of a chunk after its keyword, as UTF-8."""
    if kind == b"tEXt":
        return body.decode("latin-1").encode("utf-8")
    if kind == b"zTXt":
        return _inflated(body[1:]).decode("latin-1").encode("utf-8")
    is_packed = body[:1] == b"\1"
    _, _, rest = body[2:].partition(b"\0")  # after the language
    _, _, text = rest.partition(b"\0")  # after the translated keyword
    return _inflated(text) if is_packed else text


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MAX_BYTES + 1)
    except zlib.error:
        raise FileProblem(tr("The flywheel inside the picture is damaged.")) from None
    if len(text) > MAX_BYTES:
        raise too_large()
    if not unpacker.eof:
        raise FileProblem(tr("The flywheel inside the picture is damaged."))
    return text


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
