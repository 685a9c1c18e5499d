"""What makes the campus run and survive: the code behind ``run``, ``doctor``, ``backup``, ``restore``, ``export-all``.

Commands read the clock and speak; the modules here do the work.
"""
