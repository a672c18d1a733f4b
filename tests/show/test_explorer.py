"""An explorer shows what its model says, in a picture, in words and in a table, and hides no exception."""

import io
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from marginlib.errors import InvalidInput, UnknownName
from marginlib.show import style
from marginlib.show.controls import ladder, slider
from marginlib.show.explorer import Explorer
from marginlib.show.markup import table_html
from tests.course.explorers import EXPLORERS, states
from tests.show import demo
from tests.show.layout import faults

LARGEST = 60 * 1024
NUMBERED = [1 << 16, 1 << 8, 1]  # a colour as one number


@pytest.fixture(scope="module", params=EXPLORERS)
def name(request: pytest.FixtureRequest) -> str:
    """Each explorer by its name."""
    return str(request.param)


@pytest.fixture(scope="module")
def made(name: str) -> Iterator[Explorer]:
    """One of each, for all tests that move it, and nobody gets pyplot then."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "matplotlib.pyplot", None)
        yield EXPLORERS[name]()


@pytest.fixture
def explorer(made: Explorer) -> Iterator[Explorer]:
    """An explorer as it was made; after a test it is moved back, and so is its picture, drawn without it or not."""
    start = made.state
    yield made
    made.set(**start)
    made._scene.update(made.result)


def test_a_control_moves_picture_words_and_table() -> None:
    """Setting an attribute is all it takes."""
    w = demo.explorer()
    before = w._picture, w.description_text, w.caption, w.summary.to_string(), w._view["alt"], w._view["table"]
    w.leverage.value = 20
    after = w._picture, w.description_text, w.caption, w.summary.to_string(), w._view["alt"], w._view["table"]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert w._view["readouts"]["leverage"] == "20x"
    assert w._view["values"]["leverage"] == 20


def test_the_description_agrees_with_the_data() -> None:
    """Its numbers are those of the result."""
    w = demo.explorer()
    w.set(leverage=20, price=97.0)
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", w.description_text)]
    assert numbers == pytest.approx([20, 20, 100, w.result.liquidation, 97, w.result.equity], abs=0.05)
    assert w._view["alt"] == w.description_text


def test_every_slider_changes_readout_and_picture(explorer: Explorer) -> None:
    """Some position of each slider shows another picture than the first."""
    start = explorer.state
    for name in start:
        explorer.set(**start)
        first = explorer._picture
        for position in reversed(getattr(explorer, name).positions):
            explorer.set(**{name: position})
            if explorer._picture != first:
                break
        else:
            pytest.fail(f"{name} moves nothing in the picture")


@pytest.mark.pinned  # of Matplotlib, which sets letters a pixel wider or narrower from version to version
def test_no_texts_overlap_or_stick_out(explorer: Explorer) -> None:
    """At the ends and in the middle of every control."""
    for state in states(explorer):
        explorer._scene.update(explorer._model(**state))
        assert not faults(explorer._scene), state


def test_viewers_without_widgets_get_a_small_picture_and_words(explorer: Explorer) -> None:
    """The picture under 60 KiB, the words and the table as text."""
    bundle = explorer._repr_mimebundle_()
    picture = b64decode(bundle["image/png"])
    assert len(picture) < LARGEST
    assert picture.startswith(b"\x89PNG")
    assert bundle["text/plain"].startswith(explorer.description_text)
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_two_explorers_show_the_same(explorer: Explorer, name: str) -> None:
    """A notebook run twice has the same outputs, even if one was moved in between."""
    again = EXPLORERS[name]()
    assert again._repr_mimebundle_()["text/plain"] == explorer._repr_mimebundle_()["text/plain"]
    assert again._picture == explorer._picture


def test_what_a_model_raises_is_shown_and_raised() -> None:
    """As text, which a later success clears."""

    def model(leverage: int, price: float) -> demo.Result:
        if leverage == 13:
            raise InvalidInput("thirteen is <not> for sale")
        return demo.model(leverage, price)

    controls = {"leverage": slider("Leverage", 10, 1, 50), "price": slider("Price", 100.0, 50.0, 110.0, 0.5)}
    w = Explorer(model, controls, demo.Picture(), presets={"unlucky": {"leverage": 13}, "lucky": {"leverage": 7}})
    with pytest.raises(InvalidInput, match="thirteen"):
        w.leverage.value = 13
    assert w._alert == "InvalidInput: thirteen is <not> for sale"
    w.leverage.value = 12
    assert not w._alert
    with pytest.raises(InvalidInput, match="thirteen"):
        w.preset("unlucky")
    assert w._alert
    w.preset("lucky")
    assert not w._alert


def test_a_preset_draws_once_and_yields_to_the_next_move() -> None:
    """The list of presets never claims a state that is no longer shown."""
    calls = []

    def model(leverage: int, price: float) -> demo.Result:
        calls.append((leverage, price))
        return demo.model(leverage, price)

    controls = {"leverage": slider("Leverage", 10, 1, 50), "price": slider("Price", 100.0, 50.0, 110.0, 0.5)}
    w = Explorer(model, controls, demo.Picture(), presets={"bold": {"leverage": 40, "price": 99.0}})
    w.preset("bold")
    assert calls == [(10, 100.0), (40, 99.0)]
    assert w._view["preset"] == "bold"
    w.price.value = 100.0
    assert not w._view["preset"]
    assert w.state == {"leverage": 40, "price": 100.0}


def test_a_ladder_is_moved_by_places_and_read_by_rungs() -> None:
    """The browser sees 0 to 4, the model 2 to 30; a step is the next rung, and what lies between is refused."""
    control = ladder("Push", 3, (2, 2.5, 3, 10, 30), "{:g} times")
    assert (control.looks["min"], control.looks["max"], control.looks["step"], control.sent) == (0, 4, 1, 2)
    assert [control.received(place) for place in range(5)] == control.rungs
    assert control.steps(2.5) == [10, 2.5]
    assert control.steps(10) == [2.5, 10]
    assert control.stepped(10)
    assert not control.stepped(30)
    assert control.words(control.value) == "3 times"
    control.put(30)
    assert control.steps(10) == [10]
    with pytest.raises(InvalidInput, match="goes from 2 to 30"):
        control.value = 5


def test_unknown_names_are_refused_before_anything_moves() -> None:
    """In `set`, in `preset`, in presets, and as names of controls."""
    w = demo.explorer()
    with pytest.raises(UnknownName, match="levrage"):
        w.set(price=90.0, levrage=3)
    assert w.price.value == 100
    with pytest.raises(UnknownName, match="brave"):
        w.preset("brave")
    controls = {"leverage": slider("Leverage", 10, 1, 50), "price": slider("Price", 100.0, 50.0, 110.0)}
    with pytest.raises(UnknownName, match="sise"):
        Explorer(demo.model, controls, demo.Picture(), presets={"large": {"sise": 3}})
    with pytest.raises(InvalidInput, match="layout"):
        Explorer(demo.model, {"layout": slider("Layout", 1, 0, 2)}, demo.Picture())


def test_tables_escape_and_name_their_headings() -> None:
    """A screen reader finds the headings of rows and columns."""
    html = table_html(demo.model(10, 100).table)
    assert html.count('scope="row"') == 3
    assert html.count('scope="col"') == 1


def test_a_picture_of_few_colours_looks_like_the_one_drawn(explorer: Explorer) -> None:
    """What has the colour of a role keeps it to the eye (4 of 255), white stays white, edges of letters may stray."""
    drawn = explorer._scene.pixels()[:, :, :3].copy()
    shown = np.asarray(Image.open(io.BytesIO(explorer._scene.png())).convert("RGB"))
    away = np.abs(shown.astype(int) - drawn).max(axis=2)
    numbers = drawn.astype(int) @ NUMBERED
    roles = [color for look in style.ROLES.values() for color in (look.color, look.ink, look.surface)]
    kept = [int(color[1:], 16) for color in (*roles, style.BLACK)]
    assert away[np.isin(numbers, kept)].max() <= 4
    assert away.max() <= 60
    assert (shown[(drawn == 255).all(axis=2)] == 255).all()


def test_the_show_room_imports_no_pyplot() -> None:
    """It would cost every lesson half a second. Drawing asks for it as little: see the fixture."""
    code = "import sys; from tests.course.explorers import EXPLORERS; EXPLORERS['start_here'](); EXPLORERS['market']()"
    check = "assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", f"{code}; {check}"], check=True)
