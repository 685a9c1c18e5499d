"""``salerno grades convert --from TABLE.json --to TABLE.json VALUE…`` and ``salerno grades import FILE.xml``."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from salerno.awards.grading.conversions import Conversion
from salerno.awards.grading.errors import GradingRefused
from salerno.awards.grading.exchange import MAX_BYTES, import_tables
from salerno.awards.grading.grade_conversion import converter
from salerno.awards.grading.tables import GradingTable, read_table


class Command(BaseCommand):
    help = "Convert grades by equal rank in two ECTS grading tables. docs/how-to/convert-grades.md tells the method."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        convert = verbs.add_parser("convert", help="grade, interval and path for each value; exit 1 when one is not known")
        convert.add_argument("values", nargs="+", metavar="VALUE")
        convert.add_argument("--from", dest="source", type=Path, required=True, metavar="TABLE.json")
        convert.add_argument("--to", dest="target", type=Path, required=True, metavar="TABLE.json")
        convert.add_argument("--json", action="store_true", help="a list, one object for each value")
        taken = verbs.add_parser("import", help="a partner's table (EWP transcript of records, EGRACONS) as TABLE.json")
        taken.add_argument("file", type=Path, metavar="FILE.xml")
        taken.add_argument("--scale", default="", help="its scale, when it is one that we know: fr-20, it-30, se-af, se-vgu, es-10")
        taken.add_argument("--isced", default="", help="the field of study, when the file has several")
        taken.add_argument("--failing", action="append", default=[], metavar="GRADE", help="without a scale: a grade that fails")
        taken.add_argument("--worst-first", action="store_true", help="without a scale: the worst grade stands first")

    def handle(self, *args: object, **options: object) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options)
        except GradingRefused as error:
            raise CommandError(str(error)) from error

    def _convert(self, options: dict[str, object]) -> None:
        prepared = converter(_read_table(options["source"]), _read_table(options["target"]))
        conversions = prepared.convert_all(options["values"])
        if options["json"]:
            self._write_json([conversion.as_dict() for conversion in conversions])
        else:
            self.stdout.write("\n".join(line for conversion in conversions for line in _lines(conversion)))

    def _import(self, options: dict[str, object]) -> None:
        how = {name: options[name] for name in ("scale", "failing", "worst_first")}
        tables = {table.isced_f: table for table in import_tables(_bytes(options["file"]), **how)}
        code = options["isced"] or next(iter(tables))
        if code not in tables or (len(tables) > 1 and not options["isced"]):
            raise CommandError(f"Choose a field of study with --isced: {', '.join(tables)}.")
        self._write_json(tables[code].as_json())

    def _write_json(self, value: object) -> None:
        self.stdout.write(json.dumps(value, indent=2, ensure_ascii=False))


def _lines(conversion: Conversion) -> list[str]:
    """The answer, and below it the path and the cautions."""
    answer = f"{conversion.grade} ({conversion.lowest} to {conversion.highest})" if conversion.is_pass else "no pass"
    steps = [*(f"  {step.words}" for step in conversion.path), *(f"  Caution: {step.words}" for step in conversion.cautions)]
    return [f"{conversion.value} → {answer}", *steps]


def _read_table(path: Path) -> GradingTable:
    try:
        return read_table(_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: it is not UTF-8.") from error
    except GradingRefused as error:
        raise CommandError(f"{path}: {error}") from error


def _bytes(path: Path) -> bytes:
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise CommandError(f"{path} is no file of at most {MAX_BYTES // 1_000_000} MB.")
    return path.read_bytes()
