"""The panels beside the paper, a room for each, above the style, the parts and the fields that they share."""
