"""The front door: home, "my studies", "my desk", account, legal texts; pages that span rooms. No tables of its own.

Also the commands that concern the whole house: ``run``, ``doctor``, ``backup``, ``restore``, ``export-all``, ``import-all``.
"""
