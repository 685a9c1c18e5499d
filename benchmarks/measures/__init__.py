"""One module for each question of speed; each has ``measure(bench)``, which gives the lines of the table."""
