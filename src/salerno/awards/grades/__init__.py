"""Grade sheets, the tables that grades are converted by, and conversions."""
