"""The drawing as a tree, and a way to edit it by keys alone."""
