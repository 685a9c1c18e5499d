"""Where marks stand on a map: coordinates in, points of a picture out. Pure: no database, no HTTP, nothing fetched."""
