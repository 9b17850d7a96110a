"""What analysis and simulation say together: findings, and in words."""
