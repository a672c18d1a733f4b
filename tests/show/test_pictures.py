"""The visual language holds: colours, contrast, sizes; labels keep apart; tanks hold what they are given."""

import ast
import itertools
import re
from pathlib import Path
from typing import Any

import matplotlib.colors
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import findfont, get_font
from matplotlib.text import Text
from numpy.typing import NDArray

from marginlib import show
from marginlib.errors import InvalidInput, UnknownName
from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.scene import Scene
from marginlib.show.tanks import FLOOR, NARROWEST, SLIVER, Flow, Tank, TankRow, described
from marginlib.show.text_cache import Bench
from tests.course.explorers import EXPLORERS
from tests.show.demo_tanks import Picture, Result
from tests.show.layout import boxes, overlaps, texts

READABLE = 4.5
FILES = sorted(Path(show.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("name", style.ROLES)
def test_texts_can_be_read(name: str) -> None:
    """Ink on white and black on a filling have a contrast of 4.5 to 1 at least."""
    look = style.role(name)
    assert style.contrast(look.ink, style.WHITE) >= READABLE
    assert style.contrast(style.BLACK, look.surface) >= READABLE


def test_colours_are_of_the_palette_and_never_alone() -> None:
    """Okabe and Ito, black, grey and white; no two roles agree in line and marker."""
    assert {look.color for look in style.ROLES.values()} <= style.PALETTE
    assert len({(look.line, look.marker) for look in style.ROLES.values()}) == len(style.ROLES)
    with pytest.raises(UnknownName, match="doge"):
        style.role("doge")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_colours_are_written_in_one_place(path: Path) -> None:
    """A file other than style.py names no colour but by its role, and no size under ten points."""
    if path.name == "style.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    literals = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert not {value for value in literals if re.fullmatch(r"#[0-9A-Fa-f]{6}|C\d|tab:\w+", value)}
    named = set(matplotlib.colors.CSS4_COLORS) - {"black", "white"}
    colored = {
        keyword.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("color", "facecolor", "edgecolor", "c") and isinstance(keyword.value, ast.Constant)
    }
    assert not colored & named


@pytest.mark.parametrize("name", EXPLORERS)
def test_pictures_are_white_and_their_texts_large_and_dark(name: str) -> None:
    """An opaque white face, ten points at least, contrast 4.5 to 1 at least."""
    scene = EXPLORERS[name]()._scene
    assert (scene.pixels()[0, 0] == 255).all()
    assert (scene.pixels()[:, :, 3] == 255).all()
    for text in texts(scene):
        assert float(text.get_fontsize()) >= style.SMALL, text.get_text()
        ink = matplotlib.colors.to_hex(text.get_color())
        assert style.contrast(ink, style.WHITE) >= READABLE, text.get_text()


def test_blitting_draws_what_a_full_draw_would() -> None:
    """Texts that come from the cache included, after any sequence of results."""
    stepped = Picture()
    for hour in (0, 20, 30, 48, 30):
        stepped.update(Result(20, hour))
        stepped.pixels()
    fresh = Picture()
    fresh.update(Result(20, 30))
    assert (stepped.pixels() == fresh.pixels()).all()
    for artist in fresh.moving:
        artist.set_animated(False)
    fresh.canvas.draw()
    # texts stand at whole pixels, and without descenders as high as with them: where one picture is dark, the other is
    # at least tinted there, right beside, or as far below or above as a descender goes
    pictures = np.asarray(fresh.canvas.buffer_rgba()).copy(), stepped.pixels().copy()
    for one, other in (pictures, pictures[::-1]):
        assert not (darker(one, 80) & ~beside(darker(other, 200))).any()
    for scene in (fresh, stepped):
        for artist in scene.moving:
            artist.set_visible(not isinstance(artist, Text))
    fresh.canvas.draw()
    difference = np.abs(np.asarray(fresh.canvas.buffer_rgba()).astype(int) - stepped.pixels())
    assert (difference.max(axis=2) > 32).mean() < 0.001


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_line_put_together_of_pieces_measures_what_it_measures_whole(name: str) -> None:
    """By matplotlib's own renderer, and all of its ink is there: kerning across a digit moves less than a pixel."""
    bench, whole = Bench(900, 540), RendererAgg(900, 540, style.DPI)  # type: ignore[no-untyped-call]
    for text in texts(EXPLORERS[name]()._scene):
        prop = text.get_fontproperties()
        for words in filter(None, text.get_text().split("\n")):
            line = bench.line(words, prop)
            measured = whole.get_text_width_height_descent(words, prop, ismath=False)  # type: ignore[no-untyped-call]
            assert (line.width, line.height, line.descent) == pytest.approx(measured, abs=1), words
            font = get_font(findfont(prop))
            font.draw_glyphs_to_bitmap()
            assert line.mask.sum() == pytest.approx(np.asarray(font.get_image()).astype(int).sum(), rel=0.03), words


def darker(pixels: NDArray[np.uint8], than: int) -> NDArray[np.bool_]:
    """Where the mean of red, green and blue is below a value of 0 to 255."""
    dark: NDArray[np.bool_] = pixels[:, :, :3].mean(axis=2) < than
    return dark


def beside(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask grown by one pixel to the sides, and by a descender upwards and downwards."""
    grown = mask.copy()
    for down in range(-3, 4):
        for right in (-1, 0, 1):
            grown |= np.roll(mask, (down, right), (0, 1))
    return grown


def test_a_scene_must_say_how_it_is_updated() -> None:
    """The bare scene refuses."""
    with pytest.raises(NotImplementedError):
        Scene[Any]().update(None)


def test_the_longest_text_that_fits_is_chosen() -> None:
    """The last one where none fits; long words stay whole."""
    scene = Scene[Any]()
    assert scene.fitting(10, 400, "isolated BTC", "BTC") == "isolated BTC"
    assert scene.fitting(10, 40, "isolated BTC", "BTC") == "BTC"
    assert scene.fitting(10, 1, "isolated BTC", "BTC") == "BTC"
    assert scene.wrapped("insurance fund", 10, 80) == "insurance\nfund"
    assert scene.wrapped("insurance fund", 10, 1) == "insurance\nfund"


labels = some.lists(some.tuples(some.floats(0, 100), some.floats(1, 8)), max_size=10)


@given(labels)
def test_labels_keep_apart_in_order_and_inside(wanted: list[tuple[float, float]]) -> None:
    """Wherever they want to be."""
    places, sizes = [place for place, _ in wanted], [size for _, size in wanted]
    centres = spread(places, sizes, 0, 100)
    order = sorted(range(len(places)), key=lambda index: places[index])
    for one, other in itertools.pairwise(order):
        assert centres[other] - centres[one] >= (sizes[one] + sizes[other]) / 2 - 1e-6
    for centre, size in zip(centres, sizes, strict=True):
        assert centre - size / 2 >= -1e-6
        assert centre + size / 2 <= 100 + 1e-6


@given(some.lists(some.floats(0, 100), min_size=1, max_size=6))
def test_labels_with_room_stay_where_they_want(places: list[float]) -> None:
    """Nothing moves without need."""
    apart = all(abs(a - b) >= 2 for a, b in itertools.combinations(places, 2))
    if apart and min(places) >= 1 and max(places) <= 99:
        assert spread(places, [2] * len(places), 0, 100) == pytest.approx(places)


def _row(*tanks: Tank, flows: tuple[Flow, ...] = ()) -> TankRow:
    scene = Scene[Any](900, 260)
    row = TankRow(scene, (10, 10, 880, 240), 5, lanes=2)
    row.show(["a title that says the finding"], tanks, flows)
    assert not overlaps(boxes(scene))
    return row


def test_the_area_of_a_filling_is_money() -> None:
    """Width is what was put in, height the share that is left, so that walls can go and nothing changes."""
    row = _row(Tank("a", 100, 100), Tank("b", 200, 200), Tank("c", 400, 100))
    boxes = [slot.water.get_bbox() for slot in row.slots[:3]]
    money = [box.width * box.height for box in boxes]
    assert money[1] / money[0] == pytest.approx(2)
    assert money[2] / money[0] == pytest.approx(1)
    assert boxes[0].height == boxes[1].height


@pytest.mark.parametrize("level", [-300.0, -1.0, 0.0, 1.0, 3.0, 50.0, 100.0, 199.0, 5000.0])
@pytest.mark.parametrize("closed", [False, True])
def test_any_level_can_be_shown(level: float, *, closed: bool) -> None:
    """Filled to the rim at most, empty at least, with the amount in words, nothing covering anything."""
    row = _row(
        Tank("BTC long 10x", 100, level, 5, "btc", closed=closed, lost=95, note="5 to the fund"),
        Tank("ETH short 5x", 100, 74, 3, "eth"),
        Tank("free, out of reach", 200, 200, role="free"),
        flows=(Flow(0, 2, "5 comes back"), Flow(1, 2, "1 fee")),
    )
    box = row.slots[0].water.get_bbox()
    assert FLOOR <= box.y1 <= row.rim
    assert row.slots[0].value.get_text() == ("" if closed else f"{level:,.0f}".replace("-", "−"))


@given(some.lists(some.tuples(some.integers(0, 4), some.integers(0, 4)), max_size=7))
@settings(max_examples=40, deadline=None)
def test_arrows_land_in_their_tank_and_apart(pairs: list[tuple[int, int]]) -> None:
    """However many there are, each begins and lands between the walls of its own tanks, none on another."""
    scene = Scene[Any](900, 400)
    row = TankRow(scene, (10, 10, 880, 380), 5, lanes=7, scale=0.7)
    tanks = [Tank(f"tank {place}", money, money) for place, money in enumerate((300, 40, 100, 0, 250))]
    flows = [Flow(one, other, "10") for one, other in pairs if one != other]
    row.show([""], tanks, flows)
    ends: dict[int, list[float]] = {}
    for lane, flow in zip(row.lanes, flows, strict=False):
        source, _, _, target = lane.arrow.get_xdata()
        ends.setdefault(flow.source, []).append(source)
        ends.setdefault(flow.target, []).append(target)
    for tank, (left, right) in enumerate(row.spans(tanks)):
        places = sorted(ends.get(tank, []))
        assert all(left <= x <= right for x in places)
        assert right == left or len(set(places)) == len(places)


def test_nested_arrows_do_not_cross() -> None:
    """The inner one is in the lower lane and the outer one above it, where they part and where they meet."""
    row = _row(*(Tank(name, 100, 100) for name in "abcd"), flows=(Flow(0, 1, "1"), Flow(0, 3, "2")))
    (inner, inner_end), (outer, outer_end) = (lane.arrow.get_xdata()[::3] for lane in row.lanes)
    assert outer < inner < inner_end < outer_end
    row.show([""], [Tank(name, 100, 100) for name in "abcd"], (Flow(1, 2, "1"), Flow(0, 2, "2")))
    (inner, inner_end), (outer, outer_end) = (lane.arrow.get_xdata()[::3] for lane in row.lanes)
    assert outer < inner < inner_end < outer_end


def test_an_arrow_that_is_not_seen_yet_keeps_its_place() -> None:
    """When it comes, no other arrow has moved."""
    tanks = [Tank(name, 100, 100) for name in "abcd"]
    row = _row(*tanks, flows=(Flow(0, 1, "1"), Flow(0, 3, "2", shown=False)))
    before = [list(lane.arrow.get_xdata()) for lane in row.lanes]
    assert [lane.arrow.get_visible() for lane in row.lanes] == [True, False]
    row.show([""], tanks, (Flow(0, 1, "1"), Flow(0, 3, "2")))
    assert [list(lane.arrow.get_xdata()) for lane in row.lanes] == before
    assert all(lane.words.get_visible() for lane in row.lanes)


@pytest.mark.parametrize("chance", [0.0, 0.25, 0.6, 0.9, 1.0])
def test_a_chance_hatches_its_share_of_the_filling(chance: float) -> None:
    """The hatched area over the filling is the chance that the tank is closed later, and its number stands above."""
    row = _row(Tank("BTC long", 100, 80, 5, "btc", chance=chance), Tank("free", 200, 200, role="free"))
    slot = row.slots[0]
    water, hatch = slot.water.get_bbox(), slot.hatch.get_bbox()
    assert hatch.width * slot.hatch.get_visible() == pytest.approx(chance * water.width)
    assert hatch.y1 == water.y1
    assert slot.lost.get_text() == f"closed in {100 * chance:.0f} %"
    assert not row.slots[1].hatch.get_visible()


@pytest.mark.parametrize(("chance", "drawn"), [(0.0, 0), (0.001, 0.2), (0.01, SLIVER), (0.04, 8)])
def test_a_chance_of_a_percent_is_seen(chance: float, drawn: float) -> None:
    """A tank of 200 pixels is hatched by a sliver at least where its words say 1 %, and in a narrow one they wrap."""
    row = TankRow(Scene[Any](900, 260), (10, 10, 440, 240), 2, scale=1.0)
    row.show([""], [Tank("BTC long", 200, 200, chance=chance), Tank("SOL", 98, 98, chance=0.004)])
    slot, narrow = row.slots
    assert slot.hatch.get_bbox().width * slot.hatch.get_visible() == pytest.approx(drawn)
    assert narrow.lost.get_text() == "closed in\nunder 1 %"


def test_tanks_without_money_or_without_room() -> None:
    """None is narrower than its texts, empty ones are drawn, too many are refused."""
    row = _row(Tank("a", 0, 0), Tank("b", 1, 1), Tank("c", 1e9, 1e9))
    widths = [right - left for left, right in row.spans([Tank("a", 0, 0), Tank("b", 1, 1), Tank("c", 1e9, 1e9)])]
    assert widths[:2] == [NARROWEST, NARROWEST]
    _row(Tank("a", 0, 0), Tank("b", 0, 0))
    _row()
    with pytest.raises(InvalidInput, match="6 tanks"):
        row.show([""], [Tank("a", 1, 1)] * 6)


def test_rows_of_one_scale_can_be_compared() -> None:
    """400 are as wide as three tanks as they are as one, and what does not fit is refused."""
    scene = Scene[Any](900, 260)
    three, one = (TankRow(scene, (left, 10, 440, 240), 3, scale=1.0) for left in (10, 455))
    parts = three.spans([Tank("a", 100, 100), Tank("b", 100, 100), Tank("c", 200, 200)])
    ((left, right),) = one.spans([Tank("all", 400, 400)])
    assert sum(end - start for start, end in parts) == pytest.approx(right - left) == pytest.approx(400)
    with pytest.raises(InvalidInput, match="do not fit"):
        one.spans([Tank("all", 500, 500)])


def test_a_filling_that_is_cut_shows_it() -> None:
    """Above twice what was put in there is a mark at the rim, and none below."""
    row = _row(Tank("a", 100, 201), Tank("b", 200, 400))
    x = row.breaks.get_xdata()
    assert len(x)
    assert np.nanmax(x) <= row.spans([Tank("a", 100, 201), Tank("b", 200, 400)])[0][1]
    assert not len(_row(Tank("a", 100, 200)).breaks.get_xdata())


def test_the_hatching_of_a_tank_falls_in_while_it_is_closed() -> None:
    """From the rim to the floor with the phase of the scene; a tank closed before is hatched all through."""
    row = _row(Tank("a", 100, 0, closed=True, lost=100, fresh=True), Tank("b", 100, 0, closed=True, lost=100))
    for phase in (0.0, 0.5, 1.0):
        row.scene.phase = phase
        row.show([""], [Tank("a", 100, 0, closed=True, lost=100, fresh=True), Tank("b", 100, 0, closed=True, lost=100)])
        now, before = (slot.hatch.get_bbox() for slot in row.slots[:2])
        assert (now.y1, now.height) == pytest.approx((row.rim, phase * before.height))
        assert bool(row.slots[0].lost.get_text()) == (phase == 1)


def test_tanks_are_described_in_words() -> None:
    """What they hold of what was put in, what they need, what was lost."""
    tank = Tank("ETH", 100, 74, 3)
    assert described([tank]) == "ETH holds 74 of 100 and needs 3."
    assert described([Tank("free, out of reach", 200, 200)]) == "Free, out of reach holds 200 of 200."
    chance = Tank("ETH", 100, 100, chance=0.384)
    assert described([chance]) == "ETH holds 100 of 100 and is closed in 38 %."
