"""The files that say what is installed, and a way to run uv as a newcomer would."""

import os
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uv
import yaml

ROOT = Path(__file__).parents[2]
OFFLINE = re.compile(
    r"error sending request|dns error|Could not connect|network was disabled|timed? ?out", re.IGNORECASE
)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def project() -> dict[str, Any]:
    """Return what pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def environment() -> dict[str, Any]:
    """Return what environment.yml says."""
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


@pytest.fixture
def newcomer() -> dict[str, str]:
    """Return this process's variables without what the environment of the tests has set."""
    ours = ("VIRTUAL_ENV", "UV_PROJECT", "UV_RUN_", "PYTHONPATH", "BULKHEADS_", "JUPYTER", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours) and name != "UV"}


@pytest.fixture
def run_uv(newcomer: dict[str, str]) -> Run:
    """Return a function that runs uv and skips the test, with the reason, where the network is not there."""

    def run(*arguments: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [uv.find_uv_bin(), *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=newcomer,
            check=False,
            **options,
        )
        if done.returncode and OFFLINE.search(done.stderr):
            pytest.skip(f"no package index within reach: {done.stderr.strip().splitlines()[-1]}")
        assert done.returncode == 0, done.stderr
        return done

    return run
