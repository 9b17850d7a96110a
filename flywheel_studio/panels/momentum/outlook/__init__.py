"""What a run says beyond its curves: what drives it, lifts it, sets it back, how sure it is."""
