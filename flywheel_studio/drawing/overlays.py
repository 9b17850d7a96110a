"""What analysis adds to the picture: the loops that colour it and the one that is lit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from flywheel_studio.drawing.theme import Theme

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

FADED: Final = 0.22


class Overlays(Struct, frozen=True, kw_only=True, dict=True):
    """`loops`: in the order of their numbers. `lit`: the id of the loop that stands out, if any.

    `lit_records`: what stands out instead, as ("factors", id), "links" or "loops"; None for none.
    """

    loops: tuple[Loop, ...] = ()
    lit: str | None = None
    lit_records: frozenset[tuple[str, str]] | None = None
    has_badges: bool = True

    @cached_property
    def _positions(self) -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]:
        """The colour number of each link, factor and loop.

        A loop takes a new colour when it runs over a link that no earlier one has coloured; a loop
        all of whose links are taken shares the colour of its last link.
        """
        links: dict[str, int] = {}
        factors: dict[str, int] = {}
        loops: dict[str, int] = {}
        used = 0
        for loop in self.loops:
            fresh = [link for link in loop.links if link not in links]
            if fresh:
                links.update(dict.fromkeys(fresh, used))
                for factor in loop.factors:
                    factors.setdefault(factor, used)
                loops[loop.id] = used
                used += 1
            else:
                loops[loop.id] = links[loop.links[-1]]
        return links, factors, loops

    @cached_property
    def _lit_loop(self) -> Loop | None:
        return next((loop for loop in self.loops if loop.id == self.lit), None)

    def link_color(self, link: str, theme: Theme) -> str:
        position = self._positions[0].get(link)
        return theme.plain if position is None else theme.loop_color(position)

    def factor_color(self, factor: str, theme: Theme, is_hub: bool = False) -> str:
        """The colour of the first loop through a factor; a hub on none keeps a strong one."""
        position = self._positions[1].get(factor)
        if position is None:
            return theme.loop_color(1) if is_hub else theme.plain
        return theme.loop_color(position)

    def loop_color(self, loop: str, theme: Theme) -> str:
        position = self._positions[2].get(loop)
        return theme.plain if position is None else theme.loop_color(position)

    @property
    def rest_opacity(self) -> float:
        """Of what is on no loop and no list: faded while anything is lit."""
        return FADED if self.lit_records is not None or self._lit_loop is not None else 1.0

    def link_opacity(self, link: str) -> float:
        if self.lit_records is not None:
            return 1.0 if ("links", link) in self.lit_records else FADED
        lit = self._lit_loop
        return 1.0 if lit is None or link in lit.links else FADED

    def factor_opacity(self, factor: str) -> float:
        if self.lit_records is not None:
            return 1.0 if ("factors", factor) in self.lit_records else FADED
        lit = self._lit_loop
        return 1.0 if lit is None or factor in lit.factors else FADED

    def loop_opacity(self, loop: str) -> float:
        if self.lit_records is not None:
            return 1.0 if ("loops", loop) in self.lit_records else FADED
        return 1.0 if self._lit_loop is None or loop == self.lit else FADED
