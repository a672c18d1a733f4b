"""Loaded before everything else in a test run: what notebooks have no use for stays away from them.

The format checker behind nbformat would spend most of a second on a grammar of web addresses in every process, for a
check that no notebook asks for, and a tenth on addresses and durations of other kinds; without the packages it leaves
those checks out. The plugin of Hypothesis would load all of it, a third of a second, for a report of nothing. As long
takes nbval to lay out every message of a kernel for a log that nobody keeps. What is found while tests are looked for
stays until the end, so no search for rubbish goes through it, neither then nor in any test.
"""

import gc
import sys
from collections.abc import Iterator
from typing import Any

import pytest

for package in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules[package] = None  # type: ignore[assignment]  # an import of it fails, as if it were not installed


def pytest_configure() -> None:
    """Messages of kernels go to the log as they are, which writes them where it is asked to."""
    kernel = sys.modules.get("nbval.kernel")
    if kernel is not None:
        kernel.pformat = _as_it_is  # type: ignore[attr-defined]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Modules and tests are no rubbish; what a test leaves behind is found as ever."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Where no test was found that draws examples, Hypothesis has nothing to report."""
    plugins = session.config.pluginmanager
    if "hypothesis" not in sys.modules and plugins.has_plugin("hypothesispytest"):
        plugins.unregister(name="hypothesispytest")


def _as_it_is(message: Any) -> Any:
    return message
