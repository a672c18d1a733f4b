"""Tests of the vault as a contract; skipped with a reason where the extra is not installed."""

import pytest

pytest.importorskip("ethereum.prague", reason="the extra `contract` is not installed")
pytest.importorskip("vyper", reason="the extra `contract` is not installed")
