"""Files in and out: `-` is a stream, and whatever goes wrong names the file, the place, the reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flywheel_studio.cli.console import (
    STANDARD,
    Console,
    FileTrouble,
    read_standard_input,
    reason_of,
)
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.model.finding import Finding
    from flywheel_studio.model.flywheel import Flywheel


def read_document(
    file: str, console: Console, *, tells_findings: bool = True
) -> tuple[Flywheel, tuple[Finding, ...]]:
    """Read a flywheel, also from inside a picture, and what was mended while reading it.

    Args:
        file: a path, or "-" for standard input.
        tells_findings: remark on what was mended; False where the result says so itself.

    Raises:
        FileTrouble: the file cannot be read, or is no flywheel.
    """
    from flywheel_studio.storage import files
    from flywheel_studio.storage.json_text import MAX_BYTES
    from flywheel_studio.storage.problems import FileProblem

    name = tr("standard input") if file == STANDARD else file
    try:
        is_stream = file == STANDARD
        raw = read_standard_input(MAX_BYTES) if is_stream else b""
        with console.progress(tr("Reading {file}", file=name)):
            opened = files.loaded(raw) if is_stream else files.read(Path(file))
    except FileProblem as problem:
        raise FileTrouble(name, problem.place, problem.reason) from problem
    except OSError as problem:
        raise FileTrouble(name, "", reason_of(problem)) from problem
    if tells_findings:
        tell(name, opened.findings, console)
    return opened.flywheel, opened.findings


def read_bytes(file: str, limit: int) -> bytes:
    """A file of another program, whole.

    Raises:
        FileTrouble: it cannot be read, or is longer than `limit` bytes.
    """
    try:
        with Path(file).open("rb") as source:
            raw = source.read(limit + 1)
    except OSError as problem:
        raise FileTrouble(file, "", reason_of(problem)) from problem
    if len(raw) > limit:
        raise FileTrouble(file, "", tr("it is larger than {size} MB", size=limit >> 20))
    return raw


def tell(name: str, findings: Iterable[Finding], console: Console) -> None:
    """Remark on what was mended while reading."""
    for finding in findings:
        console.remark(f"{name}: {finding.message}")


def write_output(file: str, raw: bytes, console: Console) -> None:
    """Write a result whole or not at all.

    Args:
        file: a path, whose file is replaced by a complete one, or "-" for standard output.

    Raises:
        FileTrouble: it cannot be written; what was there is still there.
    """
    if file == STANDARD:
        console.result_bytes(raw)
        return
    from flywheel_studio.storage.files import write_whole
    from flywheel_studio.storage.problems import SaveProblem

    try:
        write_whole(Path(file), raw)
    except SaveProblem as problem:
        raise FileTrouble(file, "", problem.reason) from problem
    except OSError as problem:
        raise FileTrouble(file, "", reason_of(problem)) from problem
