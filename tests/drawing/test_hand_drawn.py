"""The napkin theme draws by hand, and always the same hand; own colours can always be seen."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.commands.factors import move_factors
from flywheel_studio.drawing.figure import compose, compose_record
from flywheel_studio.drawing.hand_drawn import hand_drawn
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import Cubic, Line, Move, RecordFigure, Shape, TextLine
from flywheel_studio.drawing.text_metrics import FACES, advance, bundled_weight
from flywheel_studio.drawing.theme import contrast, dressed, theme_named, theme_names, theme_of
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.placement import places
from flywheel_studio.storage.templates import load_template

NAPKIN = theme_named("napkin")
CLEAN = theme_named("clean")
PLAIN = Overlays()


def amazon():
    return load_template("amazon", "en")


def points(figure):
    for primitive in figure.primitives:
        if isinstance(primitive, Shape):
            for segment in primitive.path:
                if isinstance(segment, Cubic):
                    yield from (segment.first, segment.second, segment.to)
                elif isinstance(segment, Move | Line):
                    yield segment.to


def test_two_drawings_of_one_document_are_the_same():
    assert compose(amazon(), NAPKIN, PLAIN) == compose(amazon(), NAPKIN, PLAIN)


def test_one_record_alone_is_drawn_as_in_the_whole_picture():
    flywheel = amazon()
    whole = {(r.owner, r.id): r for r in compose(flywheel, NAPKIN, PLAIN).records}
    for owner, key in whole:
        assert compose_record(flywheel, NAPKIN, PLAIN, owner, key) == whole[owner, key]


def test_a_factor_that_is_moved_keeps_its_strokes():
    flywheel = amazon()
    moved = move_factors(
        flywheel, {"traffic": places(flywheel)["traffic"].plus(Point(128.0, -64.0))}
    )
    before = compose_record(flywheel, NAPKIN, PLAIN, "factors", "traffic")
    after = compose_record(moved, NAPKIN, PLAIN, "factors", "traffic")
    for one, other in zip(points(before), points(after), strict=True):
        assert other.minus(one).distance(Point(128.0, -64.0)) < 1e-6


def test_no_two_factors_are_drawn_by_the_same_strokes():
    flywheel = amazon()
    where = places(flywheel)
    at = dict.fromkeys(("traffic", "sellers"), where["traffic"])
    same = move_factors(flywheel, at)
    figures = [compose_record(same, NAPKIN, PLAIN, "factors", key) for key in at]
    assert list(points(figures[0]))[:8] != list(points(figures[1]))[:8]


def test_words_outlines_and_signs_stay_where_they_were():
    flywheel = amazon()
    steady = dressed(NAPKIN, NAPKIN.loops)
    for record in compose(flywheel, steady, PLAIN).records:
        drawn = hand_drawn(record, 1.5)
        assert drawn.outline == record.outline
        assert drawn.sign == record.sign
        words = [p for p in record.primitives if isinstance(p, TextLine)]
        assert [p for p in drawn.primitives if isinstance(p, TextLine)] == words


def test_no_line_leaves_its_way_further_than_the_wobble_allows():
    flywheel = amazon()
    for record in compose(flywheel, CLEAN, PLAIN).records:
        drawn = hand_drawn(record, 2.0)
        for one, other in zip(record.primitives, drawn.primitives, strict=False):
            if isinstance(one, Shape) and isinstance(other, Shape) and one.path:
                start, wobbled = one.path[0], other.path[0]
                assert start.to.distance(wobbled.to) <= 2.0 * 2**0.5


def test_where_pieces_of_a_line_meet_there_is_no_kink():
    for record in compose(amazon(), CLEAN, PLAIN).records:
        drawn = hand_drawn(record, 2.8)
        for one, other in zip(record.primitives, drawn.primitives, strict=False):
            if not isinstance(one, Shape) or one.part != "body":
                continue
            pieces = [each for each in other.path if isinstance(each, Cubic)]
            assert len(pieces) > len([each for each in one.path if isinstance(each, Cubic)])
            for before, after in itertools.pairwise(pieces):
                into, out = before.to.minus(before.second), after.first.minus(before.to)
                across = into.x * out.y - into.y * out.x
                assert abs(across) < 0.03 * into.length * out.length


def test_a_steady_hand_changes_nothing():
    record = compose(amazon(), CLEAN, PLAIN).records[1]
    assert hand_drawn(record, 0.0) is record


def test_every_theme_letters_in_a_family_that_is_bundled():
    for name in theme_names():
        family = theme_named(name).family
        assert family in FACES
        assert advance("Wachstum über Grenzen →", 16.0, 600, family) > 100


def test_the_face_nearest_in_weight_letters_and_the_bolder_of_two():
    assert bundled_weight("Shantell Sans", 700) == 600
    assert bundled_weight("Shantell Sans", 500) == 600
    assert bundled_weight("Inter", 500) == 500


COLORS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


@given(st.lists(COLORS, min_size=1, max_size=8), st.sampled_from(["clean", "napkin", "slate"]))
def test_own_colours_stand_out_from_every_paper(palette, name):
    theme = dressed(theme_named(name), tuple(palette))
    assert len(theme.loops) == len(palette)
    for chosen, drawn in zip(palette, theme.loops, strict=True):
        assert contrast(drawn, theme.paper) >= 3.0
        if contrast(chosen, theme.paper) >= 3.0:
            assert drawn == chosen


def test_a_document_without_own_colours_has_those_of_its_theme():
    header = amazon().header
    assert theme_of(header) is theme_named(header.theme)
    assert theme_of(header, "slate") is theme_named("slate")


def test_every_theme_has_the_contrast_that_reading_needs():
    for name in theme_names():
        theme = theme_named(name)
        for ground in (theme.paper, theme.surface):
            assert contrast(theme.ink, ground) >= 4.5
            assert contrast(theme.muted, ground) >= 4.5
            parts = (*theme.loops, theme.plain, theme.positive, theme.negative)
            assert all(contrast(color, ground) >= 3.0 for color in parts), name


def test_the_last_bit_of_a_length_changes_no_stroke():
    def pieces(length):
        line = Shape(
            path=(Move(Point(0, 0)), Line(Point(length, 0))), part="mark", stroke="#000000"
        )
        figure = RecordFigure(
            owner="links", id="l1", title="", primitives=(line,), box=Box(0, 0, length, 1)
        )
        (drawn,) = hand_drawn(figure, 2.0).primitives
        return len(drawn.path)

    assert pieces(40.0) == pieces(40.0 + 1e-12) == pieces(40.0 - 1e-12)
