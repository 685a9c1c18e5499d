"""Forms of the desk: they check shape; the rooms' services decide."""
