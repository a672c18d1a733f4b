"""Notebooks as tests see them: read fast, run as a new reader, left in one form. Run `python -m tests.notebooks`."""

import sys

# jsonschema would compile a grammar of 0.8 s for a format that no notebook uses; without the package it does not.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
