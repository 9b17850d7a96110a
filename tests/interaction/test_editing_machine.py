"""A person who does anything in any order, and what must hold after every step.

After each step: the invariants; reading back what would be saved gives the same document without
a finding; nothing half-done is in the lasting document. At the end undo leads back to the very
bytes of the beginning, and redo to those of the end.
"""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from flywheel_studio.commands.arrange import arrange_on_ring
from flywheel_studio.commands.document import rename_document, set_wheel
from flywheel_studio.commands.factors import delete, set_factor
from flywheel_studio.commands.links import give_range, reverse_link, set_link, switch_link
from flywheel_studio.commands.pushes import add_shove
from flywheel_studio.commands.styles import set_style
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import Goal, NamedLoop, Scenario, ScenarioChange
from flywheel_studio.storage.codec import decode, encode
from tests.interaction.driver import Studio, ring_of_four

POINTS = st.builds(
    Point,
    st.floats(-500, 500, allow_nan=False, width=32),
    st.floats(-500, 500, allow_nan=False, width=32),
)
LABELS = st.one_of(
    st.sampled_from(["Traffic", "Sellers", "", "Lower\nprices", "Größe", "e\u0301", "a\tb\x07"]),
    st.text(max_size=12).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)),
)
NUMBERS = st.integers(0, 1000)
ZOOMS = st.sampled_from([0.25, 1.0, 3.0])
MODIFIERS = st.sampled_from([(), ("shift",), ("ctrl",), ("alt",)])


def _pointed_at(is_linked: bool) -> Flywheel:
    """A ring whose factors are a start, a goal, pushed, and in a scenario; its links in a loop."""
    ring = ring_of_four(linked=is_linked)
    wheel = replace(ring.wheels["main"], start="traffic", goal=Goal(text="Grow", factor="sellers"))
    scenario = Scenario(id="s1", changes=(ScenarioChange(path="factors.traffic.mass", value=2.0),))
    ring = ring.with_records("wheels", [wheel]).with_records("scenarios", [scenario])
    return add_shove(ring, "sellers").with_header(
        loops=(NamedLoop(links=tuple(ring.links), name="All of it"),) if is_linked else (),
        dismissed=("no-reason:traffic:sellers",),
    )


class Editing(RuleBasedStateMachine):
    """The tool driver, used at random."""

    def __init__(self) -> None:
        super().__init__()
        self.studio = Studio(Flywheel())
        self.began = b""
        self.copied = b""
        self.look: bytes | None = None
        self.checked: Flywheel | None = None

    @initialize(is_linked=st.booleans(), is_empty=st.booleans())
    def begin(self, is_linked: bool, is_empty: bool) -> None:
        self.studio = Studio(Flywheel() if is_empty else _pointed_at(is_linked))
        self.began = encode(self.studio.flywheel)

    # -- choosing records by number, so that Hypothesis can shrink

    def _factor(self, number: int) -> Hit | None:
        keys = list(self.studio.flywheel.factors)
        return Hit("factors", keys[number % len(keys)]) if keys else None

    def _link(self, number: int, part: str = "body") -> Hit | None:
        keys = list(self.studio.flywheel.links)
        return Hit("links", keys[number % len(keys)], part) if keys else None

    # -- what a person does

    @rule(point=POINTS, label=LABELS, key=st.sampled_from(["Enter", "Escape", "click away"]))
    def create(self, point: Point, label: str, key: str) -> None:
        self.studio.double_click(point)
        if self.studio.tools.label_edit.is_open:
            self.studio.tools.label_edit.preview(label)
        self._end(key)

    @rule(first=NUMBERS, second=NUMBERS, tool=st.booleans(), zoom=ZOOMS)
    def connect_two(self, first: int, second: int, tool: bool, zoom: float) -> None:
        source, target = self._factor(first), self._factor(second)
        if source is None or target is None:
            return
        self.studio.zoom = zoom
        if tool:
            self.studio.tool("connect")
        else:
            source = Hit("factors", source.id, "connect")
        self.studio.press(source).move_to(Point(900.0, 900.0)).move_to(target).release()

    @rule(first=NUMBERS, point=POINTS, label=LABELS, key=st.sampled_from(["Enter", "Escape"]))
    def connect_to_new(self, first: int, point: Point, label: str, key: str) -> None:
        source = self._factor(first)
        if source is None:
            return
        self.studio.tool("connect").press(source).move_to(point).release()
        if self.studio.tools.label_edit.is_open:
            self.studio.tools.label_edit.preview(label)
        self._end(key)

    @rule(
        number=NUMBERS,
        points=st.lists(POINTS, min_size=1, max_size=3),
        modifiers=MODIFIERS,
        ending=st.sampled_from(["release", "Escape", "undo", "save"]),
    )
    def drag(self, number: int, points: list[Point], modifiers: tuple, ending: str) -> None:
        factor = self._factor(number)
        if factor is None:
            return
        self.studio.press(factor, *modifiers)
        for point in points:
            self.studio.move_to(point, *modifiers)
        self._end(ending)
        self.studio.release(*modifiers)

    @rule(number=NUMBERS, point=POINTS, ending=st.sampled_from(["release", "Escape", "undo"]))
    def bend(self, number: int, point: Point, ending: str) -> None:
        link = self._link(number, "bend")
        if link is None:
            return
        self.studio.press(link).move_to(point).move_to(Point(point.x + 9.0, point.y))
        self._end(ending)
        self.studio.release()

    @rule(number=NUMBERS, label=LABELS, key=st.sampled_from(["Enter", "Escape", "undo", "save"]))
    def rename(self, number: int, label: str, key: str) -> None:
        factor = self._factor(number)
        if factor is None:
            return
        self.studio.click(factor).key("F2").tools.label_edit.preview(label)
        self._end(key)

    @rule(number=NUMBERS, of_links=st.booleans())
    def delete_one(self, number: int, of_links: bool) -> None:
        hit = self._link(number) if of_links else self._factor(number)
        if hit is not None:
            self.studio.click(hit).key("Delete")

    @rule(start=POINTS, end=POINTS, key=st.sampled_from(["D", "Delete", "Escape"]))
    def marquee_and(self, start: Point, end: Point, key: str) -> None:
        if len(self.studio.flywheel.factors) > 12 and key == "D":
            return
        self.studio.press(start).move_to(end).release()
        self.studio.key(key, *(("ctrl",) if key == "D" else ()))

    @rule(number=NUMBERS, key=st.sampled_from(["Left", "Right", "Up", "Down"]))
    def nudge(self, number: int, key: str) -> None:
        factor = self._factor(number)
        if factor is not None:
            self.studio.click(factor).key(key).key(key, "shift")

    @rule(number=NUMBERS, label=LABELS, key=st.sampled_from(["Enter", "Escape"]))
    def next_on_ring(self, number: int, label: str, key: str) -> None:
        factor = self._factor(number)
        if factor is None:
            return
        self.studio.click(factor).key("Right", "ctrl").tools.label_edit.preview(label)
        self._end(key)

    @rule(number=NUMBERS, strength=st.sampled_from("1234"))
    def flip_and_weigh(self, number: int, strength: str) -> None:
        link = self._link(number, "sign")
        if link is not None:
            self.studio.click(link).key(strength, text=strength)

    @rule(number=NUMBERS, value=st.floats(0, 10, allow_nan=False), which=st.integers(0, 8))
    def use_a_panel(self, number: int, value: float, which: int) -> None:
        factor, link = self._factor(number), self._link(number)
        perform = self.studio.tools.perform
        if factor is not None:
            wheel = self.studio.flywheel.first_wheel
            if which == 0:
                perform("Friction", lambda now: set_factor(now, [factor.id], friction=value))
            elif which == 1:
                perform("Score", lambda now: set_factor(now, [factor.id], score=value))
            elif which == 2:
                perform("Push", lambda now: add_shove(now, factor.id, value))
            elif which == 3 and wheel is not None:
                perform("Start", lambda now: set_wheel(now, wheel.id, start=factor.id))
            elif which == 4:
                perform("Arrange", arrange_on_ring)
        if link is not None:
            if which == 5:
                perform("Weight", lambda now: set_link(now, [link.id], weight=value))
            elif which == 6:
                perform("Reverse", lambda now: reverse_link(now, link.id))
            elif which == 7:
                perform("Off", lambda now: switch_link(now, [link.id], active=value > 5))
            elif which == 8 and self.studio.flywheel.links[link.id].weight > 0:
                perform("Range", lambda now: give_range(now, [link.id], value / 10))

    @rule(first=NUMBERS, second=NUMBERS, which=st.sampled_from(["copied", "cut"]), point=POINTS)
    def copy_or_cut(self, first: int, second: int, which: str, point: Point) -> None:
        one, two = self._factor(first), self._factor(second)
        if one is not None and two is not None:
            self.studio.click(one).click(two, "shift")
            raw = getattr(self.studio.tools, which)()
            self.copied = raw if raw is not None else self.copied

    @rule(point=POINTS, is_seen=st.booleans())
    def paste(self, point: Point, is_seen: bool) -> None:
        if len(self.studio.flywheel.factors) <= 16:
            view = Box.around(point, 400.0, 300.0)
            self.studio.tools.paste(self.copied, view if is_seen else None)

    @rule(lines=st.lists(LABELS, max_size=4), point=POINTS)
    def paste_lines(self, lines: list[str], point: Point) -> None:
        if len(self.studio.flywheel.factors) <= 16:
            self.studio.tools.paste_text("\n".join(lines), Box.around(point, 400.0, 300.0))

    @rule(
        rows=st.lists(
            st.tuples(LABELS, st.sampled_from([" -> ", " -| ", "\n"]), LABELS), max_size=3
        ),
        point=POINTS,
    )
    def paste_arrows(self, rows: list[tuple[str, str, str]], point: Point) -> None:
        if len(self.studio.flywheel.factors) <= 16:
            text = "\n".join("".join(row) for row in rows)
            self.studio.tools.paste_text(text, Box.around(point, 400.0, 300.0))

    @rule(raw=st.binary(max_size=40))
    def paste_rubbish(self, raw: bytes) -> None:
        before = self.studio.flywheel
        self.studio.tools.settle()
        settled = self.studio.flywheel
        assert not self.studio.tools.paste(raw)
        assert self.studio.flywheel is settled or self.studio.flywheel is before

    @rule(
        number=NUMBERS,
        angles=st.lists(st.floats(0, 360, width=16), min_size=1, max_size=4),
        ending=st.sampled_from(["release", "Escape", "undo", "save"]),
        is_shifted=st.booleans(),
    )
    def travel_along_the_ring(
        self, number: int, angles: list[float], ending: str, is_shifted: bool
    ) -> None:
        factor, wheel = self._factor(number), self.studio.flywheel.first_wheel
        if factor is None or wheel is None:
            return
        self.studio.press(factor)
        for angle in angles:
            place = on_ring(Point(wheel.x, wheel.y), wheel.radius, angle)
            self.studio.move_to(place, *(("shift",) if is_shifted else ()))
        self._end(ending)
        self.studio.release()

    @rule(
        number=NUMBERS,
        to=NUMBERS,
        point=POINTS,
        end=st.sampled_from(["source", "target"]),
        ending=st.sampled_from(["release", "Escape", "undo", "off"]),
    )
    def reconnect(self, number: int, to: int, point: Point, end: str, ending: str) -> None:
        link, factor = self._link(number, end), self._factor(to)
        if link is None or factor is None:
            return
        self.studio.click(Hit("links", link.id)).press(link).move_to(point)
        if ending != "off":
            self.studio.move_to(factor)
        self._end("release" if ending == "off" else ending)
        self.studio.release()

    @rule(first=NUMBERS, second=NUMBERS, which=st.integers(0, 5))
    def tidy(self, first: int, second: int, which: int) -> None:
        one, two, tidy = self._factor(first), self._factor(second), self.studio.tools.tidy
        if one is None or two is None:
            return
        self.studio.click(one).click(two, "shift")
        if which == 0:
            tidy.align("center")
        elif which == 1:
            self.studio.key("A", "ctrl")
            tidy.distribute("across")
        elif which == 2:
            tidy.same_size()
        elif which == 3:
            self.studio.tools.paste_look(self.look)
        elif which == 4:
            self.look = self.studio.click(one).tools.copied_look()
        elif (link := self._link(first)) is not None:
            self.studio.click(link).key("0")

    @rule(number=NUMBERS, key=st.sampled_from(["shape", "fill", "stroke", "icon", "size"]))
    def style(self, number: int, key: str) -> None:
        chosen = self._factor(number)
        if chosen is not None:
            value = [None, "box", "soft", "star", 2, "large"][number % 6]
            self.studio.tools.perform(
                "Style", lambda now: set_style(now, "factors", [chosen.id], **{key: value})
            )

    @rule(
        kind=st.sampled_from(["bands", "texts"]),
        keys=st.lists(st.sampled_from(["Left", "Right"]), min_size=1, max_size=4),
        modifiers=st.sampled_from([(), ("shift",), ("alt",)]),
        ending=st.sampled_from(["wait", "Escape", "undo"]),
    )
    def nudge_band_or_text(self, kind: str, keys: list, modifiers: tuple, ending: str) -> None:
        made = list(self.studio.flywheel.table(kind))
        if not made:
            if kind == "bands":
                self.studio.tools.add_band()
            else:
                self.studio.key("T").key("Enter")
            self.studio.key("Enter")
            made = list(self.studio.flywheel.table(kind))
        if not made:
            return
        self.studio.editor.selection.set_one(kind, made[-1])
        for key in keys:
            self.studio.key(key, *modifiers)
        if ending == "wait":
            self.studio.wait(700)
        elif ending == "Escape":
            self.studio.key("Escape")
        else:
            self.studio.editor.undo()

    @rule(title=LABELS, key=st.sampled_from(["Enter", "Escape"]))
    def add_wheel(self, title: str, key: str) -> None:
        if len(self.studio.flywheel.wheels) < 4:
            self.studio.tools.add_wheel()
            self.studio.tools.label_edit.preview(title)
            self._end(key)

    @rule(
        number=NUMBERS, point=POINTS, ending=st.sampled_from(["release", "Escape", "undo", "save"])
    )
    def move_wheel(self, number: int, point: Point, ending: str) -> None:
        keys = list(self.studio.flywheel.wheels)
        if not keys:
            return
        hit = Hit("wheels", keys[number % len(keys)], "label")
        self.studio.press(hit).move_to(Point(point.x + 9.0, point.y)).move_to(point)
        self._end(ending)
        self.studio.release()

    @rule(number=NUMBERS, to=NUMBERS, point=POINTS)
    def move_to_another_wheel(self, number: int, to: int, point: Point) -> None:
        factor, wheels = self._factor(number), list(self.studio.flywheel.wheels.values())
        if factor is None or not wheels:
            return
        wheel = wheels[to % len(wheels)]
        place = Point(wheel.x + point.x / 2, wheel.y + point.y / 2)
        self.studio.press(factor).move_to(point).move_to(place).release()

    @rule(number=NUMBERS, by_hand=st.booleans())
    def fold_or_open(self, number: int, by_hand: bool) -> None:
        keys = list(self.studio.flywheel.wheels)
        if keys and by_hand:
            self.studio.click(Hit("wheels", keys[number % len(keys)], "fold"))
        elif keys:
            self.studio.tools.folding.toggle(keys[number % len(keys)])

    @rule(number=NUMBERS, to=NUMBERS, by_hand=st.booleans())
    def move_into_a_wheel(self, number: int, to: int, by_hand: bool) -> None:
        factor, wheels = self._factor(number), list(self.studio.flywheel.wheels.values())
        if factor is None or not wheels:
            return
        wheel = wheels[to % len(wheels)]
        if by_hand:
            middle = Point(wheel.x, wheel.y)
            self.studio.press(factor).move_to(Point(700.0, 700.0)).move_to(middle).release()
        else:
            self.studio.click(factor).tools.folding.move_into(wheel.id)

    @rule(number=NUMBERS)
    def delete_a_wheel(self, number: int) -> None:
        keys = list(self.studio.flywheel.wheels)
        if len(keys) > 1:
            self.studio.click(Hit("wheels", keys[number % len(keys)], "label")).key("Delete")

    @rule(label=LABELS, key=st.sampled_from(["Enter", "Escape"]), all_three=st.booleans())
    def add_bands(self, label: str, key: str, all_three: bool) -> None:
        if all_three:
            self.studio.tools.set_stages()
            return
        self.studio.tools.add_band()
        if self.studio.tools.label_edit.is_open:
            self.studio.tools.label_edit.preview(label)
            self._end(key)

    @rule(number=NUMBERS, points=st.lists(POINTS, min_size=1, max_size=3), modifiers=MODIFIERS)
    def drag_a_band(self, number: int, points: list[Point], modifiers: tuple) -> None:
        keys = list(self.studio.flywheel.bands)
        if not keys:
            return
        hit = Hit("bands", keys[number % len(keys)])
        self.studio.press(points[-1]).press(hit)
        for point in points:
            self.studio.move_to(point, *modifiers)
        self.studio.release(*modifiers)

    @rule(title=LABELS)
    def retitle(self, title: str) -> None:
        self.studio.tools.perform("Title", lambda now: rename_document(now, title))

    @rule(number=NUMBERS)
    def delete_behind_the_back_of_a_drag(self, number: int) -> None:
        factor = self._factor(number)
        if factor is None:
            return
        self.studio.press(factor).move_to(Point(33.0, 44.0))
        self.studio.tools.perform("Delete", lambda now: delete(now, factors=[factor.id]))
        self.studio.move_to(Point(1.0, 2.0)).release()

    @rule(milliseconds=st.integers(0, 2000))
    def wait(self, milliseconds: int) -> None:
        self.studio.wait(milliseconds)

    @rule()
    def undo(self) -> None:
        self.studio.editor.undo()

    @rule()
    def redo(self) -> None:
        self.studio.editor.redo()

    @rule()
    def select_all(self) -> None:
        self.studio.key("A", "ctrl")

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        """Back to the bytes of the beginning, and forth to those of now."""
        editor = self.studio.editor
        self.studio.tools.settle()
        steps, now = len(editor.history.labels()), encode(editor.flywheel)
        for _ in range(steps):
            assert editor.undo() is not None
        assert editor.undo() is None
        assert encode(editor.flywheel) == self.began
        assert not editor.is_dirty
        for _ in range(steps):
            assert editor.redo() is not None
        assert encode(editor.flywheel) == now

    # -- what holds after every step

    @invariant()
    def the_flywheel_is_sound_and_reads_back_as_it_is(self) -> None:
        flywheel = self.studio.flywheel
        if flywheel is self.checked:
            return
        self.checked = flywheel
        check(flywheel)
        raw = encode(flywheel)
        loaded = decode(raw)
        assert loaded.findings == ()
        assert loaded.flywheel == flywheel
        assert encode(loaded.flywheel) == raw

    @invariant()
    def what_is_selected_is_there(self) -> None:
        for kind, key in self.studio.editor.selection.items:
            assert key in self.studio.flywheel.table(kind)

    @invariant()
    def dirty_is_what_differs_from_the_file(self) -> None:
        editor = self.studio.editor
        assert editor.is_dirty == (encode(editor.flywheel) != self.began)

    @invariant()
    def problems_are_single_sentences(self) -> None:
        assert all("\n" not in problem for problem in self.studio.problems)

    def teardown(self) -> None:
        self.studio.tools.settle()
        editor = self.studio.editor
        while editor.undo() is not None:
            check(editor.flywheel)
        assert encode(editor.flywheel) == self.began

    def _end(self, how: str) -> None:
        studio = self.studio
        if how == "undo":
            studio.editor.undo()
        elif how == "save":
            studio.editor.to_save()
        elif how == "click away":
            studio.click(Point(4000.0, 4000.0))
        elif how != "release":
            before = studio.editor.lasting_flywheel
            half_done = studio.editor.open_gesture is not None
            studio.key(how)
            if how == "Escape" and half_done:
                assert studio.flywheel is before


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@pytest.mark.slow
class TestEditingForLong(Editing.TestCase):
    """The same with 200 gestures in a row: undo leads back to the same bytes."""

    settings = settings(max_examples=100, stateful_step_count=200, deadline=None)
