"""How the rooms are put together: settings, addresses, the API. Nothing below imports from here."""
