"""From a flywheel to a display list that knows nothing of Qt: one picture for every paper."""
