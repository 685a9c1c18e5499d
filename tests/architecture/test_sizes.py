"""Files stop at 400 lines, functions at 50: the tail is where ugliness sits."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "salerno"
FILES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_TEMPLATE = 400, 50, 100


def test_files_stop_at_400_lines():
    long = {str(path.relative_to(SOURCE)): _lines(path) for path in FILES if _lines(path) > MOST_LINES_OF_A_FILE}

    assert long == {}


def test_functions_stop_at_50_lines():
    long = {
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    }

    assert long == {}


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_templates_stop_at_100_lines(suffix):
    templates = SOURCE.glob(f"*/templates/**/*.{suffix}")

    assert {str(path.relative_to(SOURCE)): _lines(path) for path in templates if _lines(path) > MOST_LINES_OF_A_TEMPLATE} == {}


def _lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())
