"""How the panels look: tokens for colours and distances, and the style sheet made from them."""
