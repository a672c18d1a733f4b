"""Lesson 07: the picture and the explorer of who pays after a jump, and the scene that opens it."""

from collections.abc import Mapping, Sequence
from typing import Any

from marginlib.course.liquidation_engine import model, opening
from marginlib.course.liquidation_engine.account import ANN, BANKRUPT, CAT, OTHERS, SIZES, YOU
from marginlib.course.liquidation_engine.goals import GOALS
from marginlib.course.liquidation_engine.model import AFTER, MOST, Result, usdt
from marginlib.course.liquidation_engine.vault import Vault
from marginlib.learn import goals
from marginlib.liquidation import Holder
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.ruler import Ruler, Tick
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Flow, Tank, TankRow

SCALE = 1.07  # pixels for a USDT that was put in
PLACES: Mapping[Holder, int] = {ANN: 0, "fund": 1, YOU: 2, CAT: 3}
FIRST: Mapping[Holder, int] = {YOU: 0, ANN: 1, "fund": 2, CAT: 3}  # in the scene, which begins with you


class Stage:
    """What scene and explorer have in common: a headline, the price, the bars and a row of tanks."""

    def __init__(self, scene: Scene[Any]) -> None:
        top = scene.panel(14, 404, 880, 26, frame=False)
        self.title = scene.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold"))
        self.ruler = Ruler(scene, (30, 300, 250, 96), "BTC", (70.0, 105.0), step=5.0, role="btc")
        self.vault = Vault(scene, (310, 296, 584, 104))
        self.row = TankRow(scene, (14, 0, 880, 290), 4, full=2.2, lanes=3, words=usdt, scale=SCALE)

    def show(self, headline: str, price: float, tanks: Sequence[Tank], arrows: Sequence[Flow], *, told: bool) -> None:
        """Show all but the bars; Ann's prices only once she is told of."""
        self.title.set_text(headline)
        line = Result().line
        marks = [Tick(BANKRUPT, f"bankruptcy {BANKRUPT:g}"), Tick(line, f"liquidation {line:.2f}", "need")]
        self.ruler.show(price, marks if told else [])
        self.row.show([""], tanks, arrows)


class Picture(Scene[Result]):
    """Above the price and the bars, below the tanks of Ann, the fund, you and Cat."""

    def __init__(self) -> None:
        super().__init__(900, 430)
        self.stage = Stage(self)

    def update(self, result: Result) -> None:
        """Show the state."""
        self.stage.vault.show(result)
        self.stage.show(result.headline, result.price, tanks(result), flows(result, PLACES), told=True)


class Opening(Scene[opening.Result]):
    """Your own tank, and once it is told the bars and those of the others."""

    def __init__(self) -> None:
        super().__init__(900, 430)
        self.stage = Stage(self)
        side = self.panel(200, 60, 500, 120, frame=False)
        looks: dict[str, Any] = {"fontsize": style.TITLE, "va": "center"}
        self.words = [self.animate(side.text(0, 90 - 40 * row, "", **looks)) for row in range(2)]
        self.sums = [self.animate(side.text(210, 90 - 40 * row, "", ha="right", **looks)) for row in range(2)]

    def update(self, result: opening.Result) -> None:
        """Show the moment."""
        said = [*result.said.items(), ("", "")][:2] if result.said else [("", ""), ("", "")]
        for (name, money), words, total in zip(said, self.words, self.sums, strict=True):
            words.set_text(name)
            total.set_text(money)
        self.stage.vault.show(result.shown if result.told else None)
        arrows = flows(result.shown, FIRST) if result.told else []
        self.stage.show(result.headline, result.price, result.tanks, arrows, told=result.told)


def tanks(result: Result) -> list[Tank]:
    """Ann, the fund, you and Cat after the steps shown."""
    posted = OTHERS[ANN]
    if result.left[ANN]:
        need = 0.005 * SIZES[ANN] * result.price
        ann = Tank("Ann, long 10", posted, result.equity[ANN], need, "btc")
    else:
        note = f"{usdt(result.owed)} owed" if result.owed else f"{usdt(result.equity[ANN])} were left"
        ann = Tank("Ann, long 10", posted, 0.0, role="btc", closed=True, lost=posted, note=note)
    row = [ann, Tank("fund" if result.fund else "", result.fund, result.now["fund"], role="fund")]
    for name, pool, put_in, role in (("you", YOU, result.posted, "third"), ("Cat", CAT, OTHERS[CAT], "market")):
        size = abs(result.left[pool])
        kept = f"short {size:.3g}" if size else "closed"
        row.append(Tank(f"{name}, {kept}", put_in, result.now[pool], role=role))
    return row


def flows(result: Result, places: Mapping[Holder, int]) -> list[Flow]:
    """The money that went to Ann's tank, or came from it, in the order of the queue.

    >>> [(flow.source, flow.target, flow.words) for flow in flows(Result(), PLACES)]
    [(1, 0, '15'), (2, 0, '30: first, 0.36'), (3, 0, '5: next, 0.20')]
    """
    ranked: dict[Holder, int] = {
        pool: place for place, pool in enumerate(sorted(result.scores, key=lambda one: -result.scores[one]))
    }
    holders: tuple[Holder, ...] = ("fund", *ranked)
    found = []
    for holder in holders:
        money = result.paid[holder]
        if abs(money) > model.CENT:
            words = usdt(abs(money)) if holder != "fund" or money > 0 else ""  # the headline says what it gains
            if holder in ranked and result.after == model.BEST and places is PLACES:
                words += f": {('first', 'next')[ranked[int(holder)]]}, {result.scores[int(holder)]:.2f}"
            ends = (places[holder], places[ANN])
            found.append(Flow(*(ends if money > 0 else ends[::-1]), words))
    return found


def scene() -> Story:
    """Return the opening scene: a jump and what becomes of you, and once a prediction is locked in who pays."""
    ends = (opening.BEGIN, opening.END)
    now = Slider("Time", opening.BEGIN, ends, opening.STEP, opening.moment, 1)
    return Story(opening.Result, {"now": now}, Opening(), stop=opening.STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings what you posted, and what is done after the fund."""
    return Explorer(
        Result,
        {
            "price": slider("BTC jumps to", 85.0, 75.0, 98.0, 0.25, "{:g}"),
            "fund": slider("Insurance fund", 20, 0, 100, 5, "{} USDT"),
            "taken": slider("Market takes", 3, 0, 10, 1, "{} BTC"),
            "until": slider("Steps shown", MOST, 0, MOST, 1, "{}"),
            "posted": slider("You posted", 120, 80, 360, 20, "{} USDT", stage=2),
            "after": choice("After the fund", list(AFTER), stage=2),
        },
        Picture(),
        presets={
            "a slide": {"price": 90.25, "taken": 10},
            "the fund is enough": {"price": 88.0, "fund": 100, "taken": 10},
            "a fund, but no buyer": {"fund": 100},
            "the cautious one": {"posted": 360},
            "profits are cut": {"taken": 10, "after": model.CUT},
        },
        goals=GOALS if stage > 1 else GOALS[:2],  # the third needs what was posted
        record=goals,
        stage=stage,
    )
