"""What the README promises holds."""

import doctest
import os
import re
import subprocess

import pytest
from click.testing import CliRunner

from marginlib.launch import main
from tests.packaging.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", "CONTRIBUTING.md"]


def test_two_commands_come_first() -> None:
    """The first two commands of the README start the course and run the tests."""
    blocks = re.findall(r"^```bash\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert blocks[:2] == ["pip install uv && uv run margin-course\n", "pip install uv && uv run --group test pytest\n"]


def test_other_ways_in() -> None:
    """The README says what to do where pip refuses, and how to do without uv and with conda."""
    for words in ("externally-managed-environment", "python3 -m venv", "-c constraints.txt", "conda env create"):
        assert words in README


def test_honesty() -> None:
    """The README says that this is teaching and not trading advice."""
    assert "teaching, not trading advice" in README


def test_examples_run() -> None:
    """The examples in the README print what it says."""
    failures, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried
    assert failures == 0


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every link to a file of the repository finds it."""
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_named_paths_exist(page: str) -> None:
    """Every path of the repository named in backticks is there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"`((?:lessons|exercises|marginlib|tests|\.ci)/[\w./-]*)`", text):
        if "NN" not in target:
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_no_contractions(page: str) -> None:
    """The pages are written out in full, as the lessons are."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert not re.findall(r"\b\w+(?:n['’]t|['’](?:re|ve|ll|d|m))\b|\b(?:it|that|what|let)['’]s\b", text, re.IGNORECASE)


def test_options_named_exist() -> None:
    """Every option of `margin-course` that the README names is one that the command knows."""
    known = CliRunner().invoke(main, ["open", "--help"]).output
    for line in re.findall(r"`(margin-course[^`]*)`", README):
        for option in re.findall(r"--[\w-]+", line):
            assert option in known


def test_ci_script() -> None:
    """The CI script is executable, has no syntax error, and runs the tests with the README's own command."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    assert "pip install uv && uv run --group test pytest" in script.read_text(encoding="utf-8")
