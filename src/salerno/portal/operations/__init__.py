"""What makes the campus run and survive: the code behind ``run``, ``doctor``, ``backup``, ``restore``, ``export-all``.

Commands read the clock and speak; the modules here do the work. ``supervisor`` and ``lifelines`` import nothing of Django,
so that the process that watches the others stays small.
"""
