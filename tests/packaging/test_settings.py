"""The settings of the test run do what they are there for."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT


def notebook(source: str, output: str) -> str:
    """Return a notebook of one cell that was run and printed `output`."""
    stream = {"output_type": "stream", "name": "stdout", "text": output}
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "id": "one",
        "metadata": {},
        "outputs": [stream],
        "source": source,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


FILES = {
    "lessons/00_right.ipynb": notebook("print(2)", "2\n"),
    "lessons/01_reader.ipynb": notebook(
        "import os; print(os.environ['BULKHEADS_PROGRESS'], 'BULKHEADS_ALIAS' in os.environ)", ":memory: False\n"
    ),
    "exercises/01_wrong.ipynb": notebook("print(2)", "3\n"),
    "marginlib/example.py": '"""One.\n\n>>> 1 + 1\n3\n"""\n',
    "tests/test_right.py": "def test_right():\n    assert True\n",
    "tests/test_warning.py": "import warnings\n\ndef test_warns():\n    warnings.warn('old')\n",
    "tests/benchmarks/test_speed.py": "def test_speed():\n    assert True\n",
}


def run_pytest(checkout: Path, *arguments: str) -> str:
    """Run pytest as the README does, in another folder, and return what it says."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", *arguments]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, encoding="utf-8", check=False).stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout with our settings and a few small tests."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, root / name)
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def said(checkout: Path) -> str:
    """Return what pytest says about the checkout."""
    return run_pytest(checkout)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("PASSED lessons/00_right.ipynb", "a notebook whose cells print what is saved passes"),
        ("FAILED exercises/01_wrong.ipynb", "a notebook whose cells print something else fails"),
        ("PASSED lessons/01_reader.ipynb", "a notebook runs as a new reader, with progress in memory"),
        ("FAILED marginlib/example.py::example", "an example in a docstring is a test"),
        ("FAILED tests/test_warning.py::test_warns", "a warning fails the test it comes from"),
        ("PASSED tests/test_right.py::test_right", "a test is a test"),
    ],
)
def test_one_command_runs_it_all(said: str, line: str, why: str) -> None:
    """One bare `pytest` runs tests, examples and notebooks, each as strictly as it should."""
    assert line in said.replace("marginlib.example", "example"), why


def test_benchmarks_run_when_named(checkout: Path, said: str) -> None:
    """Benchmarks run when they are named, and only then."""
    assert "test_speed" not in said
    assert "PASSED tests/benchmarks/test_speed.py::test_speed" in run_pytest(checkout, "-n0", "tests/benchmarks")


def test_unknown_markers_are_refused(checkout: Path) -> None:
    """A marker that is not declared is a mistake and not a silent label."""
    test = checkout / "tests" / "benchmarks" / "test_marker.py"
    test.write_text("import pytest\n\n@pytest.mark.browsr\ndef test_x():\n    pass\n")
    assert "'browsr' not found in `markers`" in run_pytest(checkout, "-n0", str(test))
