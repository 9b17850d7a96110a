"""Pushes in time: the axis under the curves, its marks, gestures, keys and fields."""
