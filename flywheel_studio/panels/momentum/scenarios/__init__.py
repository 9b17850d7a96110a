"""What if: scenarios drawn beside the run, and the editor of one of them."""
