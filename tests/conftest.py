"""How examples are looked for; apart from the notebooks, which would wait a third of a second for Hypothesis."""

import pytest
from hypothesis import Phase, settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
# to hear that a test fails is enough where a bug was planted: its smallest example is not looked for
settings.register_profile("planted", phases=(Phase.explicit, Phase.generate), database=None, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    """No example is timed."""
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile("untimed")
