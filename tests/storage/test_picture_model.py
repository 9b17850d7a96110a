"""A picture that carries its document opens again; any other says that it carries none."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from flywheel_studio.storage.codec import FileProblem, decode, encode
from flywheel_studio.storage.files import loaded, read
from flywheel_studio.storage.picture_model import (
    MODEL_NAMESPACE,
    is_picture,
    model_in_picture,
    model_in_png,
    model_in_svg,
    png_with_model,
)
from flywheel_studio.storage.templates import load_template

AMAZON = load_template("amazon", "de")
MODEL = encode(AMAZON)


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (3, 2), "red").save(file, "png")
    return file.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def with_chunk(kind: bytes, content: bytes) -> bytes:
    whole = png()
    return whole[:33] + chunk(kind, content) + whole[33:]


def svg(inside: str, start: str = "") -> bytes:
    return (
        f'{start}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>T</title>'
        f"{inside}<path d='M0 0L1 1'/></svg>"
    ).encode()


def svg_with(model: bytes) -> bytes:
    words = escape(model.decode())
    return svg(f'<metadata><flywheel xmlns="{MODEL_NAMESPACE}">{words}</flywheel></metadata>')


# -- PNG


def test_a_document_put_into_a_png_comes_out_again():
    picture = png_with_model(png(), MODEL)
    model = model_in_png(picture)
    assert model is not None
    assert model.isascii()  # the text of a tEXt chunk is Latin-1
    assert decode(model).flywheel == AMAZON
    assert encode(decode(model).flywheel) == MODEL


def test_the_picture_is_still_one_that_others_read():
    with Image.open(BytesIO(png_with_model(png(), MODEL))) as image:
        image.load()
        assert image.size == (3, 2)
        assert decode(image.text["flywheel"].encode()).flywheel == AMAZON


def test_a_second_document_takes_the_place_of_the_first():
    picture = png_with_model(png_with_model(png(), b'{"first": 1}'), MODEL)
    assert picture == png_with_model(png(), MODEL)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_survives_the_escapes(text):
    document = decode(encode(AMAZON)).flywheel.with_header(view={"words": text})
    model = model_in_png(png_with_model(png(), encode(document)))
    assert model is not None
    assert decode(model).flywheel.header.view == {"words": text}


def test_an_international_chunk_is_read_packed_or_not():
    for packed in (False, True):
        file = BytesIO()
        notes = PngImagePlugin.PngInfo()
        notes.add_itxt("flywheel", MODEL.decode(), "de", "Schwungrad", zip=packed)
        Image.new("RGB", (1, 1)).save(file, "png", pnginfo=notes)
        assert model_in_png(file.getvalue()) == MODEL


def test_a_packed_latin_chunk_is_read():
    assert model_in_png(with_chunk(b"zTXt", b"flywheel\0\0" + zlib.compress(b"{}"))) == b"{}"


def test_a_png_without_a_document_has_none():
    assert model_in_png(png()) is None
    assert model_in_png(with_chunk(b"tEXt", b"flywheels\0{}")) is None
    assert model_in_png(with_chunk(b"prVt", b"flywheel\0{}")) is None


def test_a_png_cut_off_anywhere_is_refused_or_has_its_document():
    whole = png_with_model(png(), b'{"a": 1}')
    for length in range(len(whole)):
        try:
            assert model_in_png(whole[:length]) == b'{"a": 1}'
        except FileProblem as problem:
            assert problem.reason.startswith("The picture is")


def test_a_png_with_any_byte_flipped_never_gives_another_document():
    whole = png_with_model(png(), b'{"a": 1}')
    for at in range(len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 0x41
        try:
            assert model_in_png(bytes(broken)) in (None, b'{"a": 1}')
        except FileProblem:
            continue


def test_a_document_that_unpacks_to_gigabytes_is_refused():
    bomb = zlib.compressobj()
    packed = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(65)) + bomb.flush()
    with pytest.raises(FileProblem, match="64 MiB"):
        model_in_png(with_chunk(b"zTXt", b"flywheel\0\0" + packed))


@pytest.mark.parametrize("packed", [b"", b"nonsense", zlib.compress(b"{}")[:-1]])
def test_a_document_that_does_not_unpack_is_refused(packed):
    with pytest.raises(FileProblem, match="damaged"):
        model_in_png(with_chunk(b"zTXt", b"flywheel\0\0" + packed))


def test_something_else_is_not_a_png():
    with pytest.raises(FileProblem, match="not a PNG"):
        model_in_png(b"GIF89a")
    with pytest.raises(FileProblem, match="not a PNG"):
        png_with_model(b"", MODEL)


# -- SVG


def test_a_document_in_an_svg_comes_out_again():
    model = model_in_svg(svg_with(MODEL))
    assert model is not None
    assert decode(model).flywheel == AMAZON


def test_an_svg_without_a_document_has_none():
    assert model_in_svg(svg("")) is None
    assert model_in_svg(svg("<metadata><flywheel>{}</flywheel></metadata>")) is None


def test_other_xml_and_broken_xml_are_refused():
    with pytest.raises(FileProblem, match="not an SVG"):
        model_in_svg(b"<?xml version='1.0'?><html/>")
    with pytest.raises(FileProblem, match=r"not XML \(line 1, column"):
        model_in_svg(svg("<open>"))
    with pytest.raises(FileProblem):
        model_in_svg(b"<?xml version='1.0' encoding='nonsense'?><svg/>")


def test_entities_are_refused_and_a_plain_document_type_is_not():
    laughs = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(FileProblem, match="not safe"):
        model_in_svg(svg("<desc>&b;</desc>", laughs))
    outside = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(FileProblem, match="not safe"):
        model_in_svg(svg("<desc>&a;</desc>", outside))
    old = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert model_in_svg(svg("", old)) is None


def test_an_svg_nested_without_end_is_refused():
    with pytest.raises(FileProblem, match="too many parts"):
        model_in_svg(svg("<g>" * 200_000 + "</g>" * 200_000))


# -- either


def test_pictures_are_told_from_documents_by_their_first_bytes():
    assert is_picture(png())
    assert is_picture(svg(""))
    assert is_picture(b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>")
    assert not is_picture(MODEL)
    assert not is_picture(b"")
    assert not is_picture(b"<html>")


@pytest.mark.parametrize("picture", [png_with_model(png(), MODEL), svg_with(MODEL)])
def test_a_picture_opens_as_a_document_that_is_not_saved_over_it(tmp_path, picture):
    path = tmp_path / "wheel.flywheel.png"
    path.write_bytes(picture)
    opened = read(path)
    assert opened.flywheel == AMAZON
    assert opened.is_picture
    assert model_in_picture(picture) is not None
    assert not loaded(MODEL).is_picture


def test_a_picture_without_a_document_says_so(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(png())
    with pytest.raises(FileProblem, match="holds no flywheel"):
        read(path)


def test_a_picture_with_a_broken_document_is_refused_in_the_documents_words():
    with pytest.raises(FileProblem, match="not a flywheel"):
        loaded(png_with_model(png(), b"{}"))


def test_the_writer_of_svg_knows_the_same_name():
    from flywheel_studio.export import svg as writer

    assert writer.MODEL_NAMESPACE == MODEL_NAMESPACE
