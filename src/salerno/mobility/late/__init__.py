"""Who is late in a stay, and reminding them: read from the other parts, nothing is kept here."""
