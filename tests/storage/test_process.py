"""Whether the process that left something behind still runs."""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
import pytest

from flywheel_studio.storage.process import this_process


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux says it in /proc")
def test_a_process_that_ended_and_was_not_asked_for_yet_runs_no_more() -> None:
    ended = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = msgspec.structs.replace(this_process(), pid=ended.pid, started="")
    assert owner.is_running
    ended.kill()
    # Waits for the end and leaves the number taken.
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    try:
        assert not owner.is_running
    finally:
        ended.communicate()
