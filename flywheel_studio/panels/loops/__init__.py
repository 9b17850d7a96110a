"""The loops of the drawing, listed; choosing one lights it on the paper."""
