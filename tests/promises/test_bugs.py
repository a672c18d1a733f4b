"""A promise that survives the bug it speaks of is no promise: each bug is planted and its test has to fail."""

import compileall
import os
import shutil
import subprocess
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest

from tests.promises.bugs import BUGS, Bug

ROOT = Path(__file__).parents[2]
OPTIONS = [
    *("-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-p", "no:anyio"),
    *("--override-ini", "addopts=", "--import-mode=importlib"),
    *("--hypothesis-profile=planted", "--hypothesis-seed=7"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the library and its tests, in which bugs can live; compiled, and anew where the text has changed."""
    place = tmp_path_factory.mktemp("copy")
    away = shutil.ignore_patterns("__pycache__", "cases.json", "lesson_*", "browser")
    for folder in ("marginlib", "tests"):
        shutil.copytree(ROOT / folder, place / folder, ignore=away)
    shutil.copy(ROOT / "pyproject.toml", place)  # without the root's conftest, which loads every lesson
    compileall.compile_dir(place, quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return place


def run(place: Path, *promises: str) -> "subprocess.CompletedProcess[str]":
    """Run tests against the copy."""
    settings = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *OPTIONS, *promises]
    return subprocess.run(command, cwd=place, env=settings, capture_output=True, text=True, timeout=300, check=False)


def test_without_a_bug_every_promise_is_kept(copy: Path) -> None:
    """The copy is sound before anything is planted in it."""
    kept = run(copy, *sorted({bug.promise for bug in BUGS}))
    assert kept.returncode == 0, kept.stdout[-3000:]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_breaks_its_promise(bug: Bug, copy: Path) -> None:
    """With the bug in place the named test fails by what it asserts, not by an import or a name that is missing."""
    file = copy / "marginlib" / bug.file
    sound = file.read_text(encoding="utf-8")
    assert sound.count(bug.right) == 1, f"{bug.file} has {bug.right!r} {sound.count(bug.right)} times"
    file.write_text(sound.replace(bug.right, bug.wrong), encoding="utf-8")
    try:
        broken = run(copy, bug.promise)
    finally:
        file.write_text(sound, encoding="utf-8")
    assert broken.returncode == 1, broken.stdout[-3000:]
    told = [line for line in broken.stdout.splitlines() if line.lstrip().startswith(("E  ", "| E  "))]
    assert not any(error in line for line in told for error in ("NameError", "ImportError", "SyntaxError")), told


def test_the_list_of_promises_tells_every_bug() -> None:
    """Ten bugs or more, each told in PROPERTIES.md beside the promise that it breaks."""
    lines = (ROOT / "tests" / "promises" / "PROPERTIES.md").read_text(encoding="utf-8").splitlines()
    assert len(BUGS) >= 10
    for bug in BUGS:
        assert any(bug.promise in line and f"`{bug.name}`" in line for line in lines), bug.name
