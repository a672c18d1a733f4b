"""Tests of the vault as a contract, collected where the extra is installed (see `conftest.py` at the root)."""

import marginlib.vault.contract  # noqa: F401 - before the machine, whose limit of recursion it takes back
