"""Pages of the Studio, and the files of published versions."""
