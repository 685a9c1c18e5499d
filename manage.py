#!/usr/bin/env python3
"""The command ``salerno``, from a clone that is not installed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from salerno.__main__ import main  # noqa: E402

if __name__ == "__main__":
    main()
