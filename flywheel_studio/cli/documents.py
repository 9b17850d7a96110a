"""Files in and out: `-` is a stream, and whatever goes wrong names the file, the place, the reason.

A drawing that a result replaces stays beside it as `NAME.flywheel~`, as with a save in the window, and
no result goes over the very file that it was made from.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flywheel_studio.cli.console import (
    STANDARD,
    Console,
    FileTrouble,
    WrongCall,
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


def must_not_replace(source: str, output: str) -> None:
    """See that a result does not go over the file that it is made from.

    Args:
        source: the path of the drawing, or "-" for standard input, which may be a file too.
        output: a path that may lead to the same file by another name, or "-".

    Raises:
        WrongCall: it would.
    """
    if output == STANDARD:
        return
    try:
        read = os.fstat(sys.stdin.fileno()) if source == STANDARD else Path(source).stat()
        is_same = os.path.samestat(read, Path(output).stat())
    except (OSError, ValueError, AttributeError):  # one of them is no file, or not there yet
        return
    if is_same:
        raise WrongCall(
            tr("{file} is the drawing itself: write the result to another file", file=output)
        )


def write_output(file: str, raw: bytes, console: Console) -> None:
    """Write a result whole or not at all, and keep a drawing that it replaces.

    Args:
        file: a path, whose file is replaced by a complete one, or "-" for standard output.

    Raises:
        FileTrouble: it cannot be written; what was there is still there.
    """
    if file == STANDARD:
        console.result_bytes(raw)
        return
    from flywheel_studio.storage.files import BACKUP_MARK, write_whole
    from flywheel_studio.storage.problems import SaveProblem

    try:
        before = _digest_of(file)
        is_kept = _is_drawing_there(file) and before != sha256(raw).hexdigest()
        if is_kept and _is_untouched(file):
            # What nobody has drawn on must not push out what somebody has.
            is_kept = False
        write_whole(Path(file), raw, keep_previous=is_kept)
    except SaveProblem as problem:
        raise FileTrouble(file, "", problem.reason) from problem
    except OSError as problem:
        raise FileTrouble(file, "", reason_of(problem)) from problem
    if is_kept:
        backup = os.path.realpath(file) + BACKUP_MARK
        if Path(backup).exists() and _digest_of(backup) == before:
            said = tr("{file}: the version before is kept as {backup}", file=file, backup=backup)
        else:
            said = tr("{file}: the version before could not be kept", file=file)
        console.remark(said)


def _is_drawing_there(file: str) -> bool:
    """Whether a `.flywheel` file is there already, also under a link of another name."""
    from flywheel_studio.storage.files import SUFFIX

    real = Path(os.path.realpath(file)) if "\0" not in file else Path()
    return real.is_file() and SUFFIX in (Path(file).suffix.lower(), real.suffix.lower())


def _is_untouched(file: str) -> bool:
    from flywheel_studio.storage.json_text import MAX_BYTES
    from flywheel_studio.storage.templates import is_untouched

    try:
        return is_untouched(read_bytes(file, MAX_BYTES))
    except FileTrouble:
        return False


def _digest_of(file: str) -> str | None:
    from flywheel_studio.storage.files import stamp_of
    from flywheel_studio.storage.problems import FileProblem

    try:
        stamp = stamp_of(file)
    except FileProblem:
        return None
    return None if stamp is None else stamp.digest
