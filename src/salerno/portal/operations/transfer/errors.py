"""Why nothing was exported or loaded."""


class TransferRefused(Exception):
    """Nothing was changed; the text says what to do."""
