"""Is it a flywheel? What the rules find, as cards, and what mends it, tried on the paper first."""
