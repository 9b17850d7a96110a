"""What the tests of whole windows share: answers in place of dialogs, and waiting for results."""

from __future__ import annotations

from typing import Any


class Answers:
    """Stands in for the dialogs: says what it is told to, and keeps what it was asked.

    Unless told otherwise nothing unsaved is kept, so that a window closes.
    """

    def __init__(self, **answers: object) -> None:
        self.answers: dict[str, object] = {"unsaved": "discard", **answers}
        self.asked: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Any:
        def ask(*words: object, **_: object) -> object:
            self.asked.append((name, *words))
            return self.answers.get(name)

        return ask


def panels_stand(window: Any, qtbot: Any) -> None:
    """Wait until a window has its panels."""
    qtbot.waitUntil(lambda: window.panels is not None, timeout=20_000)


def results_settle(window: Any, qtbot: Any) -> None:
    """Wait until the loops of the drawing are known, and nothing newer is to come."""
    panels_stand(window, qtbot)
    live = window.panels.live_results
    qtbot.waitUntil(lambda: live.results is not None and not live.is_pending, timeout=10_000)


def template_window(studio: Any, qtbot: Any, template: str = "amazon") -> Any:
    """A window with a template, its panels and its results."""
    window = studio.new_window()
    panels_stand(window, qtbot)
    studio.open_template(template, window)
    results_settle(window, qtbot)
    return window
