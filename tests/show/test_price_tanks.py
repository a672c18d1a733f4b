"""Tanks on the axis of the price: units are width, prices are height, and so money is area."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from marginlib import formulas
from marginlib.errors import InvalidInput
from marginlib.show.price_tank import PriceTank, Window
from marginlib.show.price_tank_row import FOOT, PriceTankRow
from marginlib.show.scene import Scene
from tests.show.layout import faults

RATE, ENTRY, UNIT = 0.005, 100.0, 14.0
LONGS, SHORTS = Window(77.5, 113, 5), Window(87, 122.5, 5)


def tank(side: int, leverage: float, price: float, **more: Any) -> PriceTank:
    """Ten units from 100, whose floor and line are those of the engine's formulas."""
    posted = 10 * ENTRY / leverage
    floor = float(formulas.bankruptcy_price(posted, 10 * side, ENTRY))
    line = float(formulas.liquidation_price(posted, 10 * side, ENTRY, RATE))
    return PriceTank(f"{leverage:g}x", 10 * side, floor, line, price, ENTRY, **more)


def row(window: Window, *tanks: PriceTank, now: float | None = None, slots: int = 2) -> PriceTankRow:
    """A row whose texts keep apart and inside."""
    scene = Scene[Any](500, 420)
    made = PriceTankRow(scene, (0, 0, 500, 420), slots, unit=UNIT)
    made.show(["what the picture says"], tanks, window, now)
    assert not faults(scene)
    return made


ROW = PriceTankRow(Scene[Any](500, 420), (0, 0, 500, 420), 2, unit=UNIT)


@given(some.floats(5, 90), some.floats(0, 1), some.sampled_from([-1, 1]), some.floats(3, 20))
def test_the_area_of_the_filling_is_the_equity(leverage: float, share: float, side: int, size: float) -> None:
    """Of longs and shorts of any size: units times the way from the floor, the slice of profit included."""
    window = LONGS if side > 0 else SHORTS
    posted = size * ENTRY / leverage
    floor = float(formulas.bankruptcy_price(posted, size * side, ENTRY))
    best = window.high if side > 0 else window.low
    price = floor + share * (best - floor)
    ROW.show([""], [PriceTank("a", size * side, floor, floor, price, ENTRY)], window)
    slot = ROW.slots[0]
    area = sum(patch.get_width() * patch.get_height() for patch in (slot.water, slot.gain) if patch.get_visible())
    money = float(formulas.equity(posted, size * side, ENTRY, price))
    assert area / UNIT / ROW.span == pytest.approx(max(money, 0), abs=1e-6)


@pytest.mark.parametrize("side", [-1, 1])
def test_profit_is_the_same_slice_in_every_tank_of_one_size(side: int) -> None:
    """Whatever the leverage: the surfaces are one line, and between the entry and it lies one area."""
    made = row(LONGS if side > 0 else SHORTS, tank(side, 5, 100 + 9 * side), tank(side, 50, 100 + 9 * side))
    one, other = (slot.gain.get_bbox() for slot in made.slots)
    assert (one.y0, one.y1, one.width) == (other.y0, other.y1, other.width)
    assert one.height == pytest.approx(9 * made.span)
    assert made.slots[0].water.get_height() > 5 * made.slots[1].water.get_height()


@given(some.floats(2, 95), some.sampled_from([-1, 1]))
def test_the_filling_reaches_the_line_where_the_venue_closes(leverage: float, side: int) -> None:
    """There the tank holds what the venue asks for, to which one USDT less of the price would not be enough."""
    made = tank(side, leverage, ENTRY)
    maintenance = RATE * 10 * made.line
    assert made.need == pytest.approx(maintenance)
    assert made.money(made.line - side) < maintenance
    assert made.posted == pytest.approx(10 * ENTRY / leverage)
    assert made.profit == 0


@pytest.mark.parametrize(("side", "better"), [(1, 105.0), (-1, 95.0)])
def test_a_gain_raises_the_surface(side: int, better: float) -> None:
    """The axis of a short is turned over, so that its floor is below as well and a fall of the price fills it."""
    made = row(LONGS if side > 0 else SHORTS, tank(side, 10, 100), now=100)
    assert made.height(made.window.low if side > 0 else made.window.high) == FOOT
    assert made.height(better) > made.height(100) > made.height(tank(side, 10, 100).floor)
    entry = [text.get_text() for text in (made.start_name, made.now_name)]
    assert entry == ["bought at 100" if side > 0 else "sold at 100", "now 100"]


@pytest.mark.parametrize("price", [77.5, 80.5, 98, 98.5, 99, 99.5, 100, 101, 102.5, 104, 110, 113])
def test_texts_keep_apart_at_every_price(price: float) -> None:
    """Open and closed, deep and flat, in two windows, with every text there is."""
    flat = tank(1, 50, price, role="eth", closed=price <= 98.4925, lost=20, note="5 to the fund")
    made = row(LONGS, tank(1, 5, price, role="btc", closed=price < 80.41, lost=200), flat, now=price)
    assert made.slots[0].value.get_text() == ("" if price < 80.41 else f"{10 * (price - 80):,.0f}")
    assert made.slots[1].closing.get_text() == f"close{'d' if flat.closed else 's'} at 98.49"
    assert made.slots[1].foot.get_text() == "floor 98: 20 posted"
    mirrored = 200 - price
    row(SHORTS, tank(-1, 5, mirrored, role="btc"), tank(-1, 40, mirrored, role="eth"), now=mirrored)


def test_what_lies_outside_the_window_is_cut_and_marked() -> None:
    """A floor below it has no bottom, a surface above it stays at the rim, and each has its mark."""
    assert not len(row(LONGS, tank(1, 5, 99)).breaks.get_xdata())
    low = row(LONGS, tank(1, 4, 99))
    assert np.nanmax(low.breaks.get_ydata()) < FOOT + 20
    assert np.isnan(low.walls.get_ydata()).sum() == 2  # no line from wall to wall
    high = row(LONGS, tank(1, 5, 120))
    assert high.slots[0].gain.get_bbox().y1 == pytest.approx(high.rim)
    assert np.nanmin(high.breaks.get_ydata()) > high.rim - 20
    assert not row(LONGS, tank(1, 5, 99), now=120).now.get_visible()


def test_a_tank_that_needs_nothing_has_no_red_line() -> None:
    """A line at the floor says that there is none; a need of a cent is drawn."""
    for line, drawn in ((80.0, False), (80.001, True)):
        made = row(LONGS, PriceTank("a", 10, 80, line, 99))
        assert bool(len(made.lines.get_xdata())) == drawn


def test_the_shutter_of_a_closing_leaves_the_room_of_the_venue() -> None:
    """It falls from the rim with the phase; a named slice between floor and line stays, as high as the need."""
    shut = tank(1, 10, 90.4, closed=True, fresh=True, lost=95, room="the venue's room")
    made = row(Window(85, 102, 2), shut)
    slot = made.slots[0]
    for phase in (0.0, 0.5, 1.0):
        made.scene.phase = phase
        made.show([""], [shut], Window(85, 102, 2))
        assert slot.hatch.get_height() == pytest.approx(phase * (made.rim - made.height(shut.line)))
        assert bool(slot.lost.get_text()) == (phase == 1)
    assert slot.room.get_height() == pytest.approx(made.span * shut.need / 10)
    assert not slot.water.get_visible()
    assert slot.kept.get_text() == ""  # too flat for words


def test_a_lens_shows_the_same_tank_larger() -> None:
    """Eight times as tall there is room for the name of the slice, and no axis beside it."""
    scene = Scene[Any](200, 420)
    lens = PriceTankRow(scene, (0, 0, 200, 420), 1, unit=13.5, axis=False, words="{:.2f}".format)
    lens.show([""], [tank(1, 10, 90.6, room="the venue's room")], Window(90, 91.2, 0.2))
    assert not faults(scene)
    assert lens.slots[0].kept.get_text() == "4.52\nthe venue's room"
    assert not lens.ticks


def test_a_tank_that_cannot_be_is_refused() -> None:
    """No units, a line beyond the floor, longs beside shorts, too many tanks and too wide ones."""
    with pytest.raises(InvalidInput, match="of no units"):
        PriceTank("a", 0, 80, 80, 99)
    for size, line in ((10, 79), (-10, 81)):
        with pytest.raises(InvalidInput, match="beyond its floor 80"):
            PriceTank("a", size, 80, line, 99)
    with pytest.raises(InvalidInput, match="opposite directions"):
        row(LONGS, tank(1, 5, 99), tank(-1, 5, 99))
    with pytest.raises(InvalidInput, match="3 tanks"):
        row(LONGS, *[tank(1, 5, 99)] * 3)
    with pytest.raises(InvalidInput, match="50 units of 14 pixels"):
        row(LONGS, PriceTank("a", 50, 80, 80, 99))


def test_fewer_tanks_leave_no_trace() -> None:
    """A row of two that shows one has the pixels of a row that never showed the other."""
    made = row(LONGS, tank(1, 5, 99), tank(1, 50, 99), now=99)
    made.show(["what the picture says"], [tank(1, 5, 99)], LONGS, 99)
    assert (made.scene.pixels() == row(LONGS, tank(1, 5, 99), now=99).scene.pixels()).all()


def test_a_model_with_tanks_loads_no_drawing() -> None:
    """So that the numbers of a lesson can be asked for in a tenth of the time."""
    code = "import sys, marginlib.show.price_tank; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
