"""How each language writes dates. A language without a folder here writes them as Django knows it to."""
