"""Pages of this room: ``courses`` for who studies; ``cohorts``, ``students``, ``numbers`` and ``bulk`` for the desk."""
