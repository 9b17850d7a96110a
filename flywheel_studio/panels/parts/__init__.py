"""What every room is put together from and no room owns: labels, signs, layouts, short words."""
