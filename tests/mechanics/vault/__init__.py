"""Tests of the vault as a contract; skipped with a reason where the extra is not installed."""

import pytest

import marginlib.vault.contract  # noqa: F401 - before the machine, whose limit of recursion it takes back

pytest.importorskip("ethereum.prague", reason="the extra `contract` is not installed")
pytest.importorskip("vyper", reason="the extra `contract` is not installed")
