"""Loaded before everything else in a test run: no grammar of web addresses is compiled.

The format checker behind nbformat would spend most of a second on it in every process, for a check that no notebook
asks for; without the package it leaves that check out.
"""

import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # an import of it fails, as if it were not installed
