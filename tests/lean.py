"""Loaded before everything else in a test run: what notebooks have no use for stays away from them.

The format checker behind nbformat would spend most of a second on a grammar of web addresses in every process, for a
check that no notebook asks for, and a tenth on addresses and durations of other kinds; without the packages it leaves
those checks out. The plugin of Hypothesis would load all of it, a third of a second, for a report of nothing.
"""

import sys

import pytest

for package in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules[package] = None  # type: ignore[assignment]  # an import of it fails, as if it were not installed


def pytest_collection_finish(session: pytest.Session) -> None:
    """Where no test was found that draws examples, Hypothesis has nothing to report."""
    plugins = session.config.pluginmanager
    if "hypothesis" not in sys.modules and plugins.has_plugin("hypothesispytest"):
        plugins.unregister(name="hypothesispytest")
