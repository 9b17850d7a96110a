"""What a person reads, in whose language."""

import subprocess
import sys
import threading

import pytest

from flywheel_studio.language.translate import (
    available_languages,
    current_language,
    ntr,
    speaking,
    tr,
    use_language,
)


def test_english_needs_no_catalogue() -> None:
    assert tr("Nobody ever translated this") == "Nobody ever translated this"
    assert ntr("{n} stone", "{n} stones", 1) == "1 stone"
    assert ntr("{n} stone", "{n} stones", 0) == "0 stones"


def test_placeholders_are_filled_in_after_the_look_up() -> None:
    assert tr("from {source} to {target}", target="b", source="a") == "from a to b"
    assert ntr("{n} stone in {place}", "{n} stones in {place}", 2, place="x") == "2 stones in x"


@pytest.mark.parametrize("name", ["{n}", "{", "}}", "{0}", "%s %(n)s", "{name.__class__}"])
def test_a_name_that_a_person_typed_is_never_read_as_a_format(name: str) -> None:
    assert tr("Could not read {name}", name=name) == f"Could not read {name}"


def test_without_values_braces_stand_for_themselves() -> None:
    assert tr("{ } and {n}") == "{ } and {n}"


def test_every_language_that_is_offered_can_be_spoken() -> None:
    for code in available_languages():
        use_language(code)
        assert current_language() == code


def test_german_says_something_else_and_english_comes_back() -> None:
    use_language("de")
    assert tr("usage: ") == "Aufruf: "
    use_language("en")
    assert tr("usage: ") == "usage: "


def test_another_language_for_a_moment_is_heard_in_that_thread_alone() -> None:
    heard = []
    with speaking("de-AT"):
        assert (tr("usage: "), current_language()) == ("Aufruf: ", "de")
        other = threading.Thread(target=lambda: heard.append(tr("usage: ")))
        other.start()
        other.join()
        with speaking("fr"):
            assert tr("usage: ") == "usage: "
    assert (tr("usage: "), current_language()) == ("usage: ", "en")
    assert heard == ["usage: "]


def test_a_mishap_while_speaking_leaves_the_language_as_it_was() -> None:
    with pytest.raises(RuntimeError), speaking("de"):
        raise RuntimeError
    assert current_language() == "en"


@pytest.mark.parametrize("code", ["de_AT", "de-CH", "DE", "de_DE.UTF-8", "de@euro"])
def test_a_territory_does_not_hide_the_language(code: str) -> None:
    use_language(code)
    assert current_language() == "de"


@pytest.mark.parametrize("code", ["", "fr", "../de", "deutsch", "C"])
def test_a_language_that_is_not_there_is_english(code: str) -> None:
    use_language("de")
    use_language(code)
    assert current_language() == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "de_DE", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:de:en"}, "de"),
        ({"LANG": "C", "LANGUAGE": "de"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_system_language_is_asked_for_as_gettext_does(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("LC_ALL", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    use_language("system")
    assert current_language() == language


def test_the_english_command_line_never_loads_gettext() -> None:
    code = (
        "import sys; from flywheel_studio.language.translate import tr, use_language\n"
        "use_language('en'); tr('x'); print('gettext' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
