"""The figure of first passage says what the formulas say."""

import pytest

from marginlib.course.volatility.picture import model
from marginlib.errors import InvalidInput


def test_the_week_at_ten_times() -> None:
    """At 10x, 60 % and a week: 23.87 % watched, the tabled 20.94 % by looks every three hours, 0 % before a look."""
    result = model(10, 60, 7, hours=3)
    assert result.chances["watched"] == pytest.approx(0.2387, abs=5e-5)
    assert result.chances["by looks"] == pytest.approx(0.2094, abs=5e-5)
    assert result.chances["with jumps"] == pytest.approx(0.2125, abs=4 * result.jumping.touched.error)
    assert result.looked([0.1, 0.125, 7.0]).tolist()[0] == 0
    assert list(result.table.loc["watched"]) == ["23.87%", "0.00%"]
    assert "23.87%" in result.description


def test_without_jumps_the_simulation_is_the_closed_form() -> None:
    """With no jumps a year the point lies on the line, and nothing lands beyond bankruptcy."""
    result = model(10, 60, 7, rate=0)
    assert result.jumping.touched.value == pytest.approx(0.2387, abs=4 * result.jumping.touched.error)
    assert result.jumping.beyond_bankruptcy.value == 0
    assert result.headline.endswith("and never beyond bankruptcy")


def test_more_jumps_than_variance_are_refused() -> None:
    """Jumps that move more than the whole volatility are named, with the way out."""
    with pytest.raises(InvalidInput, match="100 jumps a year move more than 50%; lower their number"):
        model(10, 50, 7, rate=100).chances  # noqa: B018 - a property that computes
