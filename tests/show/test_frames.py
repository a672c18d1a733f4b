"""Pages drawn in advance say what the model says, and the browser is told to turn them by itself."""

import re
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from marginlib.course.start_here import account, picture
from marginlib.errors import InvalidInput
from marginlib.show.controls import Control, slider
from marginlib.show.frames import Frames
from tests.course.explorers import EXPLORERS

TOLERANCE = 40  # of 255: what the reduction to few colours may do to one pixel at the edge of a letter


@pytest.fixture(scope="module")
def market() -> Frames:
    """The first plot of the course."""
    return picture.market()


def test_each_page_shows_the_result_of_its_value(market: Frames) -> None:
    """The picture is what the scene draws of that result, and words and table are the model's."""
    pages = market._stack.children
    assert len(pages) == account.END + 1
    for hour in (0, 7, 20, 48):
        result, scene = picture.Market(hour), picture.MarketPicture()
        scene.update(result)
        html = pages[hour].value
        assert html.count(result.description) == 2  # for the eye, and instead of the picture
        assert all(cell in html for cell in result.table.to_numpy().ravel())
        shown = Image.open(BytesIO(b64decode(re.findall(r"base64,([^\"]+)", html)[0]))).convert("RGB")
        assert np.abs(np.asarray(shown).astype(int) - scene.pixels()[:, :, :3]).max() <= TOLERANCE
        assert shown.getpixel((0, 0)) == (255, 255, 255)


def test_no_two_pages_are_the_same(market: Frames) -> None:
    """Each value of the slider has something to show."""
    assert len({page.value for page in market._stack.children}) == account.END + 1


def test_the_slider_turns_the_pages_in_the_browser(market: Frames) -> None:
    """The link between the two lives in the front end; the kernel never turns a page, which would turn back a drag."""
    assert market._link.source == (market.hour, "value")
    assert market._link.target == (market._stack, "selected_index")
    assert market._stack.selected_index == account.END
    market.hour.value = 20
    assert market._stack.selected_index == account.END
    assert market.result == picture.Market(20)
    assert market.description_text.startswith("Hour 20:")
    market.hour.value = account.END


@pytest.mark.parametrize(
    "controls",
    [
        {"hour": slider("Now", 48, 1, 48, 1)},
        {"hour": slider("Now", 48, 0, 48, 2)},
        {"hour": slider("Now", 48.0, 0, 48, 1)},
        {"hour": slider("Now", 48, 0, 48, 1), "other": slider("Other", 48, 0, 48, 1)},
    ],
)
def test_other_controls_are_refused(controls: dict[str, Control]) -> None:
    """Pages are counted from 0 in ones, by one slider."""
    with pytest.raises(InvalidInput, match="one slider"):
        Frames(EXPLORERS["market"]()._model, controls, picture.MarketPicture())
