"""Running every check; a check that breaks is itself a finding."""

from collections.abc import Callable
from functools import partial

from salerno.portal.operations.doctor import data, machine
from salerno.portal.operations.doctor.findings import Finding, Level, wrong

Check = Callable[[], Finding | list[Finding]]


def examine(*, deep: bool = False, is_serving: bool = True) -> list[Finding]:
    """All findings. ``deep`` reads every file and every entry of the record instead of samples.

    Without ``is_serving``, what the next start brings (static files, translations, the worker) is not asked for.
    """
    findings = _run((*machine.CHECKS, data.database))
    of_serving = (data.static_files, data.translations)
    if any(finding.level == Level.WRONG and finding.about == "Database" for finding in findings):
        return findings + _run(of_serving if is_serving else ())
    of_acts, of_files = partial(data.record_of_acts, deep=deep), partial(data.files, deep=deep)
    findings += _run((data.signing_keys, data.electronic_seals, of_acts, of_files, data.kept_too_long))
    return findings + _run((data.worker, data.outbox, data.daily_run, *of_serving) if is_serving else ())


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
