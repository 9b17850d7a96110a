#!/usr/bin/env python3
"""Make the pictures that the README shows, with the program itself: windows on a real screen, and exports.

    .venv/bin/python packaging/screenshots.py [--into DIR] [NAME ...]

Starts a virtual screen (Xvfb) and a home of its own, so that neither the machine's settings nor its
fonts get into the pictures. Each row of SCENES is one picture.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "packaging" / "pictures"
PATIENCE = 30.0

if TYPE_CHECKING:
    from flywheel_studio.app.composition import Studio
    from flywheel_studio.app.main_window import MainWindow


class Scene(NamedTuple):
    """One picture of a window. `then` is done once its loops and its run are there."""

    name: str
    template: str
    language: str = "en"
    appearance: str = "light"
    theme: str = "clean"
    size: tuple[int, int] = (1280, 800)
    then: Callable[[MainWindow], None] | None = None


def play_to_the_middle(window: MainWindow) -> None:
    """The wheel on its way through its run, with its pulses on the paper."""
    assert window.panels is not None
    playback = window.panels.playback
    playback.set_speed(4.0)
    playback.play()
    wait_for(lambda: playback.playhead > playback.end * 0.45)
    # It goes on turning: the pulses are there while it does.
    playback.set_speed(1.0)


def light_the_booster(window: MainWindow) -> None:
    """The second loop chosen, the rest faded."""
    assert window.panels is not None
    window.panels.loops.choose(window.panels.loops_now()[1])


def select_a_factor(window: MainWindow) -> None:
    """A factor selected, its properties open."""
    window.editor.selection.set_one("factors", "traffic")


def show_the_checks(window: MainWindow) -> None:
    """The checks raised over the properties."""
    assert window.panels is not None
    window.panels.checks_dock.raise_()


def doubt_the_links(window: MainWindow) -> None:
    """A range on every link, and what ten thousand runs say of it."""
    from flywheel_studio.commands.links import give_range

    assert window.panels is not None
    momentum = window.panels.momentum
    links = list(window.editor.flywheel.links)
    window.editor.perform("Ranges", lambda flywheel: give_range(flywheel, links, 0.2))
    wait_for(lambda: momentum.uncertainty.found is not None)
    window.editor.mark_saved(Path("unsaved.flywheel"), None)


def present(window: MainWindow) -> None:
    """The talk, at the step in which the first loop closes."""
    from PySide6.QtCore import Qt

    window.present()
    # No window manager is there that could make it as large as the screen.
    window.presenter.setWindowState(Qt.WindowState.WindowNoState)
    window.presenter.resize(1600, 900)
    window.presenter.move(0, 0)
    window.presenter.go(window.presenter.count - 1)


SCENES = (
    Scene("start", "", size=(1440, 900)),
    Scene("window", "amazon", size=(1440, 900), then=play_to_the_middle),
    Scene(
        "window-slate-german",
        "amazon",
        language="de",
        appearance="dark",
        theme="slate",
        size=(1440, 900),
        then=play_to_the_middle,
    ),
    Scene("window-loop", "amazon", size=(1440, 900), then=light_the_booster),
    Scene(
        "window-b2b-slate",
        "b2b-marketing",
        appearance="dark",
        theme="slate",
        size=(1440, 900),
        then=play_to_the_middle,
    ),
    Scene("window-funnel-checks", "funnel", size=(1440, 900), then=show_the_checks),
    Scene(
        "window-napkin",
        "customer-journey",
        theme="napkin",
        size=(1440, 900),
        then=play_to_the_middle,
    ),
    Scene("window-doubt", "business-growth", size=(1440, 1300), then=doubt_the_links),
    Scene("window-sales", "hyper-growth-sales", size=(1920, 1200), then=play_to_the_middle),
    Scene(
        "window-portfolio-german",
        "marketing-portfolio",
        language="de",
        size=(1920, 1200),
        then=play_to_the_middle,
    ),
    Scene("presenting", "inbound-content", appearance="dark", theme="slate", then=present),
)
EXPORTS = (("amazon", "en", "clean"),)


def wait_for(is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so.

    Raises: TimeoutError: it was not so within `PATIENCE` seconds.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    end = time.monotonic() + PATIENCE
    loop, timer = QEventLoop(), QTimer()

    def look() -> None:
        if is_so() or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(20)
    loop.exec()
    timer.stop()
    if not is_so():
        raise TimeoutError


def photograph(studio: Studio, scene: Scene, target: Path) -> None:
    """Open a window as the scene says, wait until it has settled, and take the picture."""
    from flywheel_studio.app.application import speak
    from flywheel_studio.commands.document import set_theme

    speak(scene.language)
    studio.look.set_appearance(scene.appearance)
    window = studio.new_window()
    window.resize(*scene.size)
    window.move(0, 0)
    if scene.template:
        studio.open_template(scene.template, window)
    if scene.theme != window.editor.flywheel.header.theme:
        window.editor.perform("Theme", lambda flywheel: set_theme(flywheel, scene.theme))
    wait_for(lambda: window.panels is not None)
    panels = window.panels
    assert panels is not None
    wait_for(lambda: panels.live_results.results is not None)
    wait_for(lambda: not panels.live_results.is_pending)
    factors = tuple(window.editor.flywheel.factors)
    wait_for(lambda: panels.live_run.trajectory is not None)
    wait_for(lambda: panels.live_run.trajectory.factors == factors)  # type: ignore[union-attr]
    if factors:
        wait_for(lambda: panels.momentum.chart.plot is not None)
    window.canvas.fit(animated=False)
    if scene.then is not None:
        scene.then(window)
    shown = time.monotonic() + 0.9
    wait_for(lambda: time.monotonic() > shown)
    seen = getattr(window, "presenter", None) or window
    picture = window.screen().grabWindow(seen.winId())
    if not picture.save(str(target)):
        raise OSError(f"could not write {target}")
    make_small(target)
    if seen is not window:
        seen.close()
    window.editor.mark_saved(target, None)
    window.close()


def make_small(picture: Path) -> None:
    """With 256 colours of its own: a window has few, and the file is a third of the size."""
    from PIL import Image

    with Image.open(picture) as full:
        # The colours that are rare count as much: one dot among a thousand grey words.
        few = full.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
        )
    few.save(picture, optimize=True)


def slide(template: str, language: str, target: Path) -> None:
    """The first slide of an exported deck as LibreOffice shows it; nothing where it is not here."""
    from flywheel_studio.cli.main import main

    office = shutil.which("soffice")
    if office is None:
        print("no LibreOffice, no slide")
        return
    with tempfile.TemporaryDirectory() as place:
        source, deck = Path(place, "deck.flywheel"), Path(place, "deck.pptx")
        main(["--quiet", "new", "--template", template, "--language", language, "-o", str(source)])
        main(["--quiet", "export", str(source), "-o", str(deck)])
        profile = f"-env:UserInstallation=file://{place}/profile"
        words = [office, profile, "--headless", "--convert-to", "png", "--outdir", place, str(deck)]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, timeout=180)
        shutil.copy(deck.with_suffix(".png"), target)
    make_small(target)


def export(template: str, language: str, theme: str, target: Path) -> None:
    """A picture as `flywheel export` makes it, 1600 pixels wide."""
    from flywheel_studio.cli.main import main

    source = target.with_suffix(".flywheel")
    main(["--quiet", "new", "--template", template, "--language", language, "-o", str(source)])
    words = ["export", str(source), "-o", str(target), "--theme", theme, "--width", "1600"]
    status = main([*words, "--no-model"])
    source.unlink()
    if status == 0:
        make_small(target)
    if status != 0:
        raise OSError(f"could not write {target}")


def on_a_screen(words: list[str]) -> int:
    """Run this script again on a virtual screen and in an empty home."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "2560x1440x24", "-nolisten", "tcp"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        stack.callback(server.wait, 10)
        stack.callback(server.terminate)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        settings = {key: text for key, text in os.environ.items() if not key.startswith("QT_")}
        settings |= {
            "DISPLAY": f":{number}",
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
            "ON_A_SCREEN": "yes",
        }
        return subprocess.run(
            [sys.executable, __file__, *words], env=settings, check=False
        ).returncode


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=PICTURES)
    parser.add_argument("names", nargs="*")
    chosen = parser.parse_args(words)
    if os.environ.get("ON_A_SCREEN") != "yes":
        return on_a_screen(words)
    from flywheel_studio.app.application import make_application
    from flywheel_studio.app.composition import Studio

    chosen.into.mkdir(parents=True, exist_ok=True)
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    studio = Studio(application)
    for scene in SCENES:
        if not chosen.names or scene.name in chosen.names:
            photograph(studio, scene, chosen.into / f"{scene.name}.png")
            print(scene.name, flush=True)
    for template, language, theme in EXPORTS:
        name = f"{template}-{theme}"
        if not chosen.names or name in chosen.names:
            export(template, language, theme, chosen.into / f"{name}.png")
            print(name, flush=True)
    if not chosen.names or "slide" in chosen.names:
        slide("amazon", "en", chosen.into / "slide.png")
        print("slide", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
