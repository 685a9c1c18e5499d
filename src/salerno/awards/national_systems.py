"""Section 8 of the diploma supplement: the system of higher education of a country, as content that people edit.

One Markdown text for a country and a language in ``data/national_systems/`` (``fr.en.md``).
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "national_systems"


@cache
def national_system(country: str) -> dict[str, str]:
    """The text on the system of ``country`` (ISO 3166-1, two letters) by language; empty where nobody has written one."""
    files = sorted(_FOLDER.glob(f"{country.lower()}.*.md"))
    return {path.name.split(".")[1]: path.read_text(encoding="utf-8") for path in files}
