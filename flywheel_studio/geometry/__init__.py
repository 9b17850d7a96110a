"""Points, rings and curves, in paper units (1/96 inch), y down. No Qt, no model."""
