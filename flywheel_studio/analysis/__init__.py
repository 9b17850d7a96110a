"""What the drawing alone says: its loops, which way they turn, and what they gain."""
