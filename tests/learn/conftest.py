"""A bank with the example lesson in it, and a progress file of its own for every test."""

from pathlib import Path

import pytest

from marginlib.course.everyday import lesson as everyday
from marginlib.learn import catalogue, sessions, store
from tests.learn import examples


@pytest.fixture(autouse=True)
def progress_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a fresh progress file, which does not exist yet."""
    path = tmp_path / "data" / "progress.json"
    monkeypatch.setenv("BULKHEADS_PROGRESS", str(path))
    monkeypatch.delenv("BULKHEADS_ALIAS", raising=False)
    monkeypatch.setattr(store, "_in_memory", {})
    monkeypatch.setattr(store, "_waiting", {})
    monkeypatch.setattr(store, "_told", set())
    monkeypatch.setattr(store, "notices", [])
    monkeypatch.setattr(sessions, "_shown", {})
    monkeypatch.setattr(sessions, "_handed", [])
    return path


@pytest.fixture(autouse=True)
def _example_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "lessons", lambda: (everyday.LESSON, examples.LESSON))


@pytest.fixture
def learner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone at a keyboard: no test is looking, as far as the course can tell."""
    monkeypatch.delenv("PYTEST_VERSION", raising=False)
    monkeypatch.delenv("BULKHEADS_SKIP", raising=False)
