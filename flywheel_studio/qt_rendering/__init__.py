"""Where Qt paints: the display list of `drawing` as pixels, pages and items."""
