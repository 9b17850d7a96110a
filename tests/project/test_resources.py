"""What is not code is where the code looks for it."""

import hashlib
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flywheel_studio import resource_files
from flywheel_studio.resource_files import resource


def test_in_a_checkout_resources_lie_beside_the_package(checkout: Path) -> None:
    assert resource() == checkout / "resources"
    assert resource("translations", "de") == checkout / "resources" / "translations" / "de"


@pytest.mark.parametrize(
    "parts", [("..",), ("themes", "../../x"), ("/etc", "passwd"), ("themes/..",)]
)
def test_nothing_outside_resources_is_named(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not below resources"):
        resource(*parts)


def test_a_frozen_build_finds_what_it_unpacked(tmp_path: Path) -> None:
    (tmp_path / "flywheel_studio" / "resources" / "translations").mkdir(parents=True)
    code = (
        f"import sys; sys._MEIPASS = {str(tmp_path)!r}\n"
        "from flywheel_studio.resource_files import resource; print(resource('themes'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == tmp_path / "flywheel_studio" / "resources" / "themes"


def test_an_incomplete_installation_says_where_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource_files, "__file__", str(tmp_path / "package" / "resource_files.py"))
    with pytest.raises(FileNotFoundError, match=r"package.resources"):
        resource_files._root.__wrapped__()


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold"])
def test_each_weight_of_inter_is_a_truetype_font_under_its_licence(weight: str) -> None:
    font = resource("fonts", "inter", f"Inter-{weight}.ttf").read_bytes()
    version, tables = struct.unpack(">IH", font[:6])
    assert version == 0x00010000
    assert tables > 10
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "inter", "LICENSE.txt").read_text()


def test_no_font_is_there_twice() -> None:
    digests = [
        hashlib.sha256(path.read_bytes()).digest() for path in resource("fonts").rglob("*.ttf")
    ]
    assert len(digests) == len(set(digests))


def test_qt_has_german_for_its_own_dialogs() -> None:
    # The first bytes of every compiled Qt translation.
    assert resource("translations", "qt", "qtbase_de.qm").read_bytes()[:4] == b"\x3c\xb8\x64\x18"


def test_the_icon_is_a_picture_that_any_renderer_draws() -> None:
    resvg_py = pytest.importorskip("resvg_py")
    root = ElementTree.parse(resource("icons", "flywheel-studio.svg")).getroot()
    assert {element.tag.rpartition("}")[2] for element in root} <= {"title", "path", "circle"}
    picture = bytes(resvg_py.svg_to_bytes(svg_path=str(resource("icons", "flywheel-studio.svg"))))
    assert struct.unpack(">II", picture[16:24]) == (256, 256)


def test_the_desktop_entry_and_the_mime_type_name_the_same_file_type() -> None:
    mime = ElementTree.parse(resource("mime", "flywheel-studio.xml")).getroot()
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    (kind,) = mime.findall("m:mime-type", space)
    (glob,) = kind.findall("m:glob", space)
    assert glob.get("pattern") == "*.flywheel"
    entry = resource("mime", "flywheel-studio.desktop").read_text()
    assert f"MimeType={kind.get('type')};" in entry
    assert "Exec=flywheel-studio %F" in entry
    assert resource("icons", "flywheel-studio.svg").exists()


def test_the_type_can_be_told_from_the_first_bytes_of_every_template() -> None:
    mime = ElementTree.parse(resource("mime", "flywheel-studio.xml")).getroot()
    (magic,) = mime.findall(".//{*}magic/{*}match/{*}match")
    first, last = map(int, magic.get("offset", "").split(":"))
    files = sorted(resource("templates").glob("*.flywheel"))
    assert files
    for path in files:
        begin = path.read_text(encoding="utf-8")
        assert first <= begin.find(magic.get("value", "?")) <= last, path.name
