"""Own templates and the files of the last session, kept for the person and never in the way."""

from __future__ import annotations

import pytest

from flywheel_studio.storage.last_session import LastSession
from flywheel_studio.storage.own_templates import (
    load_own_template,
    own_template_path,
    own_templates,
    save_own_template,
    template_name,
)
from flywheel_studio.storage.problems import FileProblem, SaveProblem
from flywheel_studio.storage.templates import load_template


def test_a_template_that_was_kept_opens_as_what_it_was(tmp_path):
    flywheel = load_template("amazon", "en")
    path = own_template_path("Über uns / 2", tmp_path / "made")
    save_own_template(flywheel, path)
    assert own_templates(path.parent) == (path,)
    assert template_name(path) == "Über uns 2"
    assert load_own_template(path) == flywheel


def test_templates_are_listed_by_name_whatever_their_case(tmp_path):
    for name in ("beta", "Alpha", "gamma"):
        save_own_template(load_template("blank-ring", "en"), own_template_path(name, tmp_path))
    assert [template_name(path) for path in own_templates(tmp_path)] == ["Alpha", "beta", "gamma"]


@pytest.mark.parametrize("name", ["", "  ", "../", "\\/:*"])
def test_a_name_that_no_file_can_have_is_refused(name, tmp_path):
    with pytest.raises(ValueError):
        own_template_path(name, tmp_path)


def test_no_name_leads_out_of_the_folder(tmp_path):
    assert own_template_path("../../etc/passwd", tmp_path).parent == tmp_path


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveProblem):
        save_own_template(
            load_template("blank-ring", "en"), own_template_path("x", tmp_path / "file" / "in")
        )


def test_a_template_that_is_damaged_is_said_to_be(tmp_path):
    path = own_template_path("broken", tmp_path)
    path.write_text("{")
    with pytest.raises(FileProblem):
        load_own_template(path)


def test_no_folder_is_no_templates(tmp_path):
    assert own_templates(tmp_path / "none") == ()


def test_a_session_is_the_files_that_are_still_there(tmp_path):
    files = [tmp_path / "a.flywheel", tmp_path / "b.flywheel"]
    for file in files:
        file.write_text("")
    session = LastSession(tmp_path / "state")
    session.remember(files)
    session.remember([])
    assert LastSession(tmp_path / "state").paths() == tuple(files)
    files[0].unlink()
    assert session.paths() == (files[1],)
