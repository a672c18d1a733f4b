"""What the tests of the course need, beyond what every test does."""

from collections.abc import Iterator

import pytest

from marginlib.course.capstone import trial


@pytest.fixture(autouse=True, scope="session")
def few_weeks() -> Iterator[None]:
    """Managers that learners build are judged on a few weeks, the same for everybody: else each verdict takes seconds.

    `test_capstone.py` throws the dice itself where it asks what they do.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trial, "WEEKS", 4)
        patch.setattr(trial, "thrown", lambda dice, code: (9, 9))  # noqa: ARG005 - nobody's dice
        yield
