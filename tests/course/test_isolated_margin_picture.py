"""The picture of lesson 02: names keep off the lines, a mark that does not fit says so, small coins keep digits."""

from itertools import product
from typing import Any

import pytest

from marginlib.course.isolated_margin.model import Result, model
from marginlib.course.isolated_margin.picture import VALUES, Picture

START: dict[str, Any] = {
    "leverage": 10,
    "added": 0,
    "value": 1_000.0,
    "side": "long",
    "contract": "linear",
    "requirement": "mark",
    "price": 95.0,
}
CORNERS = list(
    product((3, 10, 50), (-50, 0, 50, 100), (1_000.0, max(VALUES.values())), ("long", "short"), ("linear", "inverse"))
)


@pytest.fixture(scope="module", name="picture")
def drawn() -> Picture:
    """One picture for all, with its background."""
    picture = Picture()
    picture.pixels()
    return picture


def result(**changes: object) -> Result:
    """The account of the lesson, with changes."""
    return model(**{**START, **changes})


def test_the_names_of_both_prices_keep_off_their_lines(picture: Picture) -> None:
    """At the ends of every control; a line that is out of sight cannot be met."""
    renderer = picture.canvas.get_renderer()
    for leverage, added, value, side, contract in CORNERS:
        state = result(leverage=leverage, added=added, value=value, side=side, contract=contract)
        picture.update(state)
        for artist, price in product((picture.liquid_name, picture.ruin_name), (state.liquidation, state.bankruptcy)):
            line = picture.over.transData.transform((min(price, 1e6), 0))[0]
            box = artist.get_window_extent(renderer)
            assert not box.x0 <= line <= box.x1 or not 20 < price < 180, (state, artist.get_text())


@pytest.mark.parametrize(("price", "words"), [(95.0, "now"), (20.0, "now ↓"), (180.0, "now ↑")])
def test_the_mark_of_now_lies_on_the_equity_or_points_to_it(picture: Picture, price: float, words: str) -> None:
    """An arrow where the equity is outside of what the picture shows."""
    state = result(price=price)
    picture.update(state)
    assert picture.now_name.get_text() == words
    on_it = picture.now.get_ydata()[0] == pytest.approx(state.percent(100 + 10 * (price - 100)))
    assert on_it == (words == "now")


def test_amounts_of_coin_have_digits_to_tell_them_apart() -> None:
    """Four below a hundred coins, two of money, none of a large amount, and no zero has a minus."""
    coin, money = result(contract="inverse"), result()
    assert [coin.money(amount) for amount in (0.03333, 250, 127_157.3)] == [
        "0.0333 coin",
        "250.00 coin",
        "127,157 coin",
    ]
    assert [money.money(amount) for amount in (3.6145, -1e-9, -3)] == ["3.61 USDT", "0.00 USDT", "-3.00 USDT"]
    assert coin.description.startswith("An inverse long")
