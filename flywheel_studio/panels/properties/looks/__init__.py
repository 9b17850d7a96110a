"""How the selected records look: choices shown as small pictures."""
