"""Running every check; a check that breaks is itself a finding."""

from collections.abc import Callable
from functools import partial

from salerno.portal.operations.doctor import data, machine
from salerno.portal.operations.doctor.findings import Finding, Level, wrong

Check = Callable[[], Finding | list[Finding]]


def examine(*, deep: bool = False) -> list[Finding]:
    """All findings. ``deep`` reads every file and every entry of the record instead of samples."""
    findings = _run(machine.CHECKS)
    findings += _run((data.database,))
    if any(finding.level == Level.WRONG and finding.about == "Database" for finding in findings):
        return findings + _run((data.static_files, data.translations))
    needs_tables = (
        data.signing_keys,
        data.worker,
        data.outbox,
        partial(data.record_of_acts, deep=deep),
        partial(data.files, deep=deep),
    )
    return findings + _run((*needs_tables, data.static_files, data.translations))


def _run(checks: tuple[Check, ...]) -> list[Finding]:
    found: list[Finding] = []
    for check in checks:
        try:
            result = check()
        except Exception as error:  # noqa: BLE001 -- the doctor reports what breaks, whatever it is
            name = getattr(check, "func", check).__name__.replace("_", " ").capitalize()
            found.append(wrong(name, f"could not be examined: {error!r}", "Report this line to whoever keeps the campus."))
            continue
        found += result if isinstance(result, list) else [result]
    return found


def is_well(findings: list[Finding]) -> bool:
    """Whether nothing is wrong; warnings do not count."""
    return all(finding.level != Level.WRONG for finding in findings)
