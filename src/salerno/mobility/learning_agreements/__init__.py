"""Learning agreements: written by the student, signed by three in order, changed on the way."""
