"""What there is to start from."""

from __future__ import annotations

import pytest

from flywheel_studio.model.invariants import check
from flywheel_studio.storage.templates import (
    MAX_SPOKES,
    MENU_ORDER,
    UnknownTemplate,
    load_template,
    new_ring,
    templates,
)


def test_every_template_is_listed_with_its_languages_and_titles():
    found = {template.id: template for template in templates()}
    assert found.keys() == set(MENU_ORDER)
    for template in found.values():
        assert template.languages == ("en", "de")
        for language in template.languages:
            title = load_template(template.id, language).header.title
            assert template.titles[language] == template.title(language) == title


def test_the_menu_keeps_its_order_and_leads_to_what_there_is():
    assert tuple(template.id for template in templates()) == MENU_ORDER


def test_an_unknown_template_is_refused_with_the_names_of_those_that_exist():
    with pytest.raises(UnknownTemplate) as caught:
        load_template("amazn", "en")
    assert "amazon" in caught.value.names
    assert "amazon, " in str(caught.value)


def test_a_template_cannot_lead_out_of_its_folder():
    with pytest.raises(UnknownTemplate):
        load_template("../themes/clean", "en")


@pytest.mark.parametrize("spokes", [2, 3, 4, 17, MAX_SPOKES])
def test_a_new_ring_has_as_many_factors_as_links_and_starts_at_twelve_o_clock(spokes):
    ring = new_ring(spokes, "en")
    check(ring)
    assert len(ring.factors) == len(ring.links) == spokes
    first = next(iter(ring.factors.values()))
    wheel = ring.wheels["main"]
    assert (first.x, first.y) == (0, -wheel.radius)
    assert wheel.start == first.id
    ends = [(link.source, link.target) for link in ring.links.values()]
    keys = list(ring.factors)
    assert ends == list(zip(keys, keys[1:] + keys[:1], strict=True))


@pytest.mark.parametrize("spokes", [-1, 0, 1, MAX_SPOKES + 1])
def test_a_ring_of_too_few_or_too_many_is_refused(spokes):
    with pytest.raises(ValueError, match="from 2 to"):
        new_ring(spokes, "en")
