"""Why a backup was not made or not restored, in a sentence that says what to do."""


class BackupRefused(Exception):
    """Nothing was written."""


class RestoreRefused(Exception):
    """Nothing was changed: what stood still stands."""
