"""Lesson 02: the isolated position, its liquidation price and what moves it."""

from collections.abc import Callable
from typing import Any

from marginlib import formulas
from marginlib.conventions import Conventions
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Lesson, Verdict, Wrong
from marginlib.position import Position
from marginlib.schedules import FlatRate, MarginalTiers
from marginlib.venues import venue

TWO_TIERS = MarginalTiers((0, 50_000), (0.004, 0.005))


def btc_tiers() -> MarginalTiers:
    """Binance's BTC tiers."""
    tiers = venue("binance-usdm").market("BTC").maintenance
    assert isinstance(tiers, MarginalTiers)  # noqa: S101 - the data file says so
    return tiers


# ----------------------------------------------------------------------------------------------- one price, one rate


def posted(draw: Draw) -> dict[str, Any]:
    """An isolated position, long or short, at 4x to 12x."""
    size, entry = draw.integer(2, 9), draw.integer(100, 200, 5)
    collateral = round(size * entry / draw.integer(4, 12))
    return {
        "side": draw.sign(),
        "size": size,
        "entry": entry,
        "collateral": collateral,
        "percent": draw.choice((0.5, 1, 2)),
    }


def price(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """Liquidation price of a position whose direction is `side`."""
    return float(formulas.liquidation_price(collateral, side * size, entry, percent / 100))


def price_bankrupt(side: int, size: float, entry: float, collateral: float, percent: float) -> float:  # noqa: ARG001
    """The bankruptcy price instead."""
    return float(formulas.bankruptcy_price(collateral, side * size, entry))


def price_other_side(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """The price of the opposite position."""
    return price(-side, size, entry, collateral, percent)


def price_on_collateral(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """Maintenance taken on the margin posted."""
    return float(formulas.bankruptcy_price(collateral * (1 - percent / 100), side * size, entry))


def price_at_entry(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """The requirement fixed at the entry price."""
    conventions = Conventions(maintenance_on="entry")
    return float(Position(side * size, entry, collateral, FlatRate(percent / 100), conventions).liquidation_price)


# ------------------------------------------------------------------------------------------------------------- tiers


def judge_rise(collateral: float, size: float, entry: float, price: float) -> bool:
    """Whether a long is liquidated, by the engine."""
    return bool(Position(size, entry, collateral, TWO_TIERS).liquidatable(price))


def liquidated(collateral: float, size: float, entry: float, price: float) -> bool:
    """A long with two tiers, as a real risk engine has them: something is missing."""
    notional = size * price
    rate = 0.004 if notional < 50_000 else 0.005
    return collateral + size * (price - entry) < rate * notional


def tiered(rate_at: Callable[..., tuple[float, float]]) -> Callable[..., float]:
    """The liquidation price that one line of the tiers gives."""

    def found(collateral: float, size: float, entry: float) -> float:
        rate, amount = rate_at(collateral, size, entry)
        return float(formulas.liquidation_price(collateral, size, entry, rate, amount))

    return found


UPPER, LOWER = (0.005, 50), (0.004, 0)


def at_entry_tier(collateral: float, size: float, entry: float) -> tuple[float, float]:  # noqa: ARG001
    """The tier of the notional at entry."""
    return UPPER if abs(size) * entry >= TWO_TIERS.floors[1] else LOWER


# ------------------------------------------------------------------------------------------------- linear and inverse


def twins(leverage: int) -> tuple[Position, Position]:
    """A linear and an inverse long of the same value at 100."""
    rate = FlatRate(0.005)
    linear = Position.opened(1.0, 100.0, leverage, rate, Conventions(trigger="inclusive"))
    inverse = Position.opened(100.0, 100.0, leverage, rate, Conventions(contract="inverse", trigger="inclusive"))
    return linear, inverse


def judge_path(answer: Any, leverage: int) -> Verdict | str:
    """The path must start at 100, close the inverse long, leave the linear one, and end in profit."""
    path = sequence(answer)
    if not path or path[0] != 100 or min(path) <= 0:
        return Verdict("✗", "not yet: a path is a list of prices above zero that begins at 100.")
    linear, inverse = (any(bool(one.liquidatable(price)) for price in path) for one in twins(leverage))
    if not inverse:
        return "nobody"
    if linear:
        return "both"
    if path[-1] <= 100:
        return Verdict(
            "✗", "not yet: the inverse long is closed and the linear one is open, but not in profit at the end."
        )
    return Verdict("✓", "")


def opened(draw: Draw) -> dict[str, Any]:
    """An inverse long."""
    return {
        "contracts": draw.integer(5_000, 20_000, 1_000),
        "entry": draw.integer(20_000, 60_000, 1_000),
        "leverage": draw.choice((4, 5, 8, 10)),
    }


def inverse_price(contracts: float, entry: float, leverage: float) -> float:
    """Its liquidation price at 0.5 %."""
    return float(formulas.inverse_liquidation_price(contracts / entry / leverage, contracts, entry, 0.005))


PRICE = (
    Item(
        id="02-hook",
        objective="price",
        format="predict",
        prompt="You posted 100 USDT and bought 10 units at 100 USDT. The venue asks for 0.5 %. The price slid"
        " down and you"
        " were closed out after losing 95.48 USDT. Where is the other 4.52 at the moment the venue steps in?",
        choices=(
            "Gone: it was taken as a fee when the position was opened.",
            "Still in the position: it is 0.5 % of what the position is worth by then.",
            "Nowhere: 0.5 % of 100 is 0.50, so the venue stepped in too early.",
            "Lost too: a position is liquidated when nothing is left.",
        ),
        oracle=lambda: "B",
        wrong={
            "fee": Wrong(
                "A", "taking the gap for a fee: fees come out of the margin as well, but this account paid none"
            ),
            "on-collateral": Wrong("C", "taking maintenance on the margin: it is counted on the whole position"),
            "bankruptcy": Wrong(
                "D", "taking the bankruptcy price for the liquidation price: the venue acts before zero"
            ),
        },
        hints=(
            "What is the position worth, compared with what you posted?",
            "The 0.5 % is a share of one of the two.",
            "Add what is lost and what is missing, then ask who owns the rest.",
        ),
        solution="at 90.4523 the 10 units are worth 904.52 USDT, and 0.5 % of that is 4.52 USDT. Your equity has"
        " fallen"
        " to exactly that, so the venue takes over while there is still something to close the position with.",
        note="the requirement is a share of the position, and the venue acts when equity meets it, not at zero.",
    ),
    Item(
        id="02-price",
        objective="price",
        format="numeric",
        prompt="An isolated position: side {side} (1 is long, -1 is short), {size} units at {entry} USDT,"
        " {collateral} USDT"
        " posted, maintenance {percent} % at the mark price. At which price is it liquidated?",
        draw=posted,
        oracle=price,
        unit="USDT",
        tolerance=0.005,
        wrong={
            "bankruptcy": Wrong(
                price_bankrupt, "taking the bankruptcy price: the venue acts while equity covers maintenance"
            ),
            "other-side": Wrong(
                price_other_side, "the sign of the other side: a long fears a fall, a short fears a rise"
            ),
            "on-collateral": Wrong(
                price_on_collateral, "taking maintenance on the margin posted: it is a share of the whole position"
            ),
        },
        hints=(
            "Which way does this position lose?",
            "Write equity and maintenance at the price P, with a signed size. At which P are they equal?",
            "Solve collateral + size (P - entry) = rate x |size| x P for P.",
        ),
        solution="({collateral} - q x {entry}) / (|q| x {percent} / 100 - q) with q = {side} x {size} gives"
        " {answer} USDT.",
        note="the signed size took care of the direction.",
        code="q = g.side * g.size\nanswer = (g.collateral - q * g.entry) / (abs(q) * g.percent / 100 - q)",
    ),
    Item(
        id="02-order",
        objective="price",
        format="order",
        prompt="A long is liquidated. Put the steps in order.",
        steps=(
            "the mark price falls",
            "the equity falls by the size times the move",
            "the equity meets the maintenance requirement",
            "the venue takes the position over and sells it",
            "the bankruptcy price is reached",
        ),
        wrong={
            "at-zero": Wrong(
                (0, 1, 4, 2, 3), "waiting for bankruptcy: the venue sells before that price, so that nobody else pays"
            ),
            "sold-first": Wrong((0, 1, 3, 2, 4), "selling before the test: equity meets the requirement first"),
        },
        hints=(
            "What moves first: the price or the equity?",
            "The liquidation price of a long lies above its bankruptcy price.",
            "The test comes before the sale, and the sale comes before equity is zero.",
        ),
        solution="price, equity, test, sale; the bankruptcy price comes last, if it comes at all.",
        note="the way from the test to the last step is all the room the venue has.",
    ),
    Item(
        id="02-left",
        objective="price",
        format="numeric",
        prompt="A long of {size} units at {entry} USDT with {collateral} USDT posted and maintenance {percent} %"
        " is at its"
        " liquidation price. How much of the margin is left?",
        draw=lambda draw: {key: value for key, value in posted(draw).items() if key != "side"},
        oracle=lambda size, entry, collateral, percent: (
            percent / 100 * size * price(1, size, entry, collateral, percent)
        ),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "on-collateral": Wrong(
                lambda collateral, percent, **_: collateral * percent / 100,
                "taking maintenance on the margin: it is a share of the whole position",
            ),
            "at-entry": Wrong(
                lambda size, entry, percent, **_: size * entry * percent / 100,
                "taking the value at entry: at the liquidation price the position is worth less",
            ),
        },
        hints=(
            "At the liquidation price two amounts are equal. Which?",
            "What is left is the requirement there: a share of the value of the position at that price.",
            "Find the liquidation price first, then take the percent of size times that price.",
        ),
        solution="{percent} % of {size} units at their liquidation price is {answer} USDT.",
        note="that is what the venue has to close the position with.",
        code="price = (g.collateral - g.size * g.entry) / (g.size * g.percent / 100 - g.size)\n"
        "answer = g.percent / 100 * g.size * price",
    ),
    Item(
        id="02-why",
        objective="price",
        format="explain",
        prompt="Why does a venue not wait until the bankruptcy price? Say who would pay, and what moves between"
        " the test and the sale.",
        wrong={
            "greed": Wrong(
                r"\b(greed|steal|scam)", "looking for bad intent: ask what happens to the other side of the trade"
            ),
        },
        hints=(
            "Who is on the other side of your trade, and what are they owed?",
            "A sale takes time and pushes the price.",
            "Compare the price of the test with the price of the last unit sold.",
        ),
        solution="The traders on the other side are owed what you lose. Selling takes time, moves the price and"
        " costs a fee."
        " If the test waited for zero, the sale would end below the bankruptcy price and somebody else would pay"
        " the rest:"
        " an insurance fund, or other traders. The maintenance margin is the room for that sale.",
    ),
)


TIERS = (
    Item(
        id="02-jump",
        objective="tiers",
        format="predict",
        prompt="Two tiers: 0.4 % below 50,000 USDT of value, 0.5 % from there. One BTC rises from 49,990 to"
        " 50,010 USDT."
        " How much more margin does the position need?",
        choices=("About 50 USDT.", "About 0.1 USDT.", "Nothing: a price that rises needs less."),
        oracle=lambda: "B",
        wrong={
            "no-amount": Wrong(
                "A", "applying the new rate to the whole position: only the slice above the floor pays it"
            ),
            "profit": Wrong("C", "mixing equity and requirement: a rise lifts both"),
        },
        hints=(
            "Think of income tax: what happens to the whole income when it enters a higher bracket?",
            "Split the value into the part below the floor and the part above it.",
            "The part above the floor is 10 USDT, and it alone pays the higher rate.",
        ),
        solution="199.96 USDT are needed before, 200.05 after. Only the 10 USDT above the floor pay 0.5 %.",
        note="the maintenance amount gives back what the higher rate would take from the slices below.",
    ),
    Item(
        id="02-requirement",
        objective="tiers",
        format="numeric",
        prompt="Binance's BTC tiers of 24 October 2024: from 0 USDT 0.4 % (amount 0), from 50,000 0.5 % (50),"
        " from 600,000"
        " 0.65 % (950), from 3,000,000 1 % (11,450). Maintenance of {size} BTC at {entry:,} USDT with"
        " {collateral:,} USDT posted?",
        draw=lambda draw: {
            "size": draw.integer(14, 40),
            "entry": draw.integer(60_000, 72_000, 500),
            "collateral": draw.integer(70_000, 250_000, 5_000),
        },
        oracle=lambda size, entry, collateral: float(btc_tiers().requirement(size, entry)),  # noqa: ARG005
        unit="USDT",
        tolerance=0.5,
        wrong={
            "no-amount": Wrong(
                lambda size, entry, **_: size * entry * btc_tiers().rates[2],
                "leaving out the maintenance amount: the slices below pay their lower rates",
            ),
            "by-collateral": Wrong(
                lambda size, entry, collateral: (
                    size * entry * btc_tiers().rates[1] - btc_tiers().amounts[1] + 0 * collateral
                ),
                "looking the tier up by the margin posted: it is the value of the position that counts",
            ),
            "first-tier": Wrong(
                lambda size, entry, **_: size * entry * btc_tiers().rates[0],
                "taking the first rate for everything: a larger position needs more",
            ),
        },
        hints=(
            "How much is the position worth?",
            "Find the tier whose floor is the last one below that value.",
            "Take its rate times the whole value, then take off its amount.",
        ),
        solution="the value lies in the tier from 600,000 USDT: 0.0065 x {size} x {entry} - 950 = {answer} USDT.",
        note="rate times value, less the amount: the same as adding the slices one by one.",
        code="answer = 0.0065 * g.size * g.entry - 950",
    ),
    Item(
        id="02-tiered",
        objective="tiers",
        format="function",
        prompt="Write liquidation_price(collateral, size, entry) with signed size for two tiers: 0.4 % (amount 0)"
        " below 50,000 USDT of"
        " value, 0.5 % (amount 50) from there. The tier is that of the value at the liquidation price.",
        draw=lambda draw: {
            "collateral": draw.integer(3_000, 9_000, 500),
            "size": draw.sign() * draw.integer(1, 3),
            "entry": draw.integer(40_000, 60_000, 1_000),
        },
        oracle=lambda collateral, size, entry: float(TWO_TIERS.liquidation_price(collateral, size, entry)),
        unit="USDT",
        tolerance=0.01,
        cases=(
            {"collateral": 5_000, "size": 1, "entry": 52_000},
            {"collateral": 5_000, "size": -1, "entry": 48_000},
            {"collateral": 9_000, "size": 2, "entry": 45_000},
            {"collateral": 9_000, "size": -2, "entry": 45_000},
        ),
        wrong={
            "by-collateral": Wrong(
                tiered(lambda *_: LOWER), "one tier for everything, as a look-up by the margin posted gives"
            ),
            "no-amount": Wrong(
                lambda collateral, size, entry: tiered(
                    lambda *_: (
                        (0.005, 0)
                        if abs(size) * TWO_TIERS.liquidation_price(collateral, size, entry) >= 50_000
                        else (0.004, 0)
                    )
                )(collateral, size, entry),
                "the rate without the maintenance amount: the requirement would jump at the floor",
            ),
            "entry-tier": Wrong(
                tiered(at_entry_tier), "taking the tier at the entry price: the value has changed by then"
            ),
        },
        hints=(
            "For one tier the price is (collateral + amount - size x entry) / (|size| x rate - size).",
            "Work it out for both tiers. Which one bites first as a long falls? And as a short rises?",
            "A long is liquidated at the higher of the two prices, a short at the lower.",
        ),
        solution="take the larger of both prices for a long and the smaller for a short: the requirement is the"
        " larger of two lines.",
        note="the worst of several lines is all that a tier table is.",
        code="def answer(collateral, size, entry):\n"
        "    tiers = ((0.004, 0), (0.005, 50))\n"
        "    found = [(collateral + c - size * entry) / (abs(size) * m - size) for m, c in tiers]\n"
        "    return max(found) if size > 0 else min(found)",
    ),
    Item(
        id="02-rise",
        objective="tiers",
        format="bug-hunt",
        prompt="A real risk engine had this fault, here in our own few lines: a long is liquidated because its price"
        " ROSE from 49,990 to 50,010. Mend it: tiers 0.4 % below 50,000 USDT of value, 0.5 % from there.",
        draw=lambda draw: {
            "collateral": draw.integer(205, 245, 5),
            "size": 1,
            "entry": draw.integer(49_990, 50_010, 5),
            "price": draw.integer(49_980, 50_020, 5),
        },
        oracle=judge_rise,
        stub=liquidated,
        cases=(
            {"collateral": 230, "size": 1, "entry": 50_010, "price": 50_010},
            {"collateral": 230, "size": 1, "entry": 50_010, "price": 49_990},
            {"collateral": 1_000, "size": 2, "entry": 50_000, "price": 49_700},
            {"collateral": 1_000, "size": 2, "entry": 50_000, "price": 49_600},
            {"collateral": 1_000, "size": 2, "entry": 50_000, "price": 49_400},
            {"collateral": 1_000, "size": 2, "entry": 50_000, "price": 49_800},
        ),
        wrong={
            "one-rate": Wrong(
                lambda collateral, size, entry, price: collateral + size * (price - entry) < 0.004 * size * price,
                "using the lower rate everywhere: the jump is gone, and so is the higher tier",
            ),
            "never": Wrong(lambda **_: False, "switching liquidation off: that was a real bug as well"),
            "at-zero": Wrong(
                lambda collateral, size, entry, price: collateral + size * (price - entry) < -100,
                "waiting until more than all is lost: somebody else pays then",
            ),
        },
        hints=(
            "Compute the requirement at 49,999 and at 50,001.",
            "A requirement may not jump at a floor. What must be taken off above it?",
            "The amount is the floor times the difference of both rates.",
        ),
        solution="above 50,000 the requirement is 0.005 x value - 50. The 50 is 50,000 x (0.005 - 0.004).",
        note="with the amount a rise can only help a long.",
        code="def answer(collateral, size, entry, price):\n"
        "    value = size * price\n"
        "    need = max(0.004 * value, 0.005 * value - 50)\n"
        "    return collateral + size * (price - entry) < need",
        extra=True,
    ),
)


MARGIN = (
    Item(
        id="02-add",
        objective="margin",
        format="numeric",
        prompt="A long of {size} units at {entry} USDT, maintenance {percent} %, has {collateral} USDT posted."
        " How much must you add"
        " so that it is liquidated at {target} USDT?",
        draw=lambda draw: {
            "size": draw.integer(3, 9),
            "entry": 200,
            "percent": draw.choice((0.5, 1, 2)),
            "collateral": draw.integer(40, 60, 5),
            "target": draw.integer(140, 160, 2),
        },
        oracle=lambda size, entry, percent, collateral, target: (
            size * (entry - target) + percent / 100 * size * target - collateral
        ),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "bankruptcy": Wrong(
                lambda size, entry, percent, collateral, target: size * (entry - target) - collateral + 0 * percent,
                "covering the loss alone: at the target the position must still hold its maintenance",
            ),
            "at-entry": Wrong(
                lambda size, entry, percent, collateral, target: (
                    size * (entry - target) + percent / 100 * size * entry - collateral
                ),
                "taking maintenance at the entry price: at the target the position is worth less",
            ),
            "whole": Wrong(
                lambda size, entry, percent, collateral, target: (
                    size * (entry - target) + percent / 100 * size * target + 0 * collateral
                ),
                "giving the whole margin: the question asks how much to add to what is there",
            ),
        },
        hints=(
            "What has the position lost at the target?",
            "It must still hold its requirement there.",
            "Loss at the target, plus maintenance at the target, less what is posted.",
        ),
        solution="{size} x ({entry} - {target}) + {percent} % of {size} x {target} - {collateral} = {answer} USDT.",
        note="margin buys distance: each USDT moves the price by one over the size, and a little more.",
        code="answer = g.size * (g.entry - g.target) + g.percent / 100 * g.size * g.target - g.collateral",
    ),
    Item(
        id="02-funding",
        objective="margin",
        format="numeric",
        prompt="A long of {size} units at {entry} USDT has {collateral} USDT posted, maintenance 0.5 %. The price"
        " stands still. {times}"
        " times it pays funding of {percent} % out of its margin. Where is its liquidation price then?",
        draw=lambda draw: {
            "size": draw.integer(5, 20),
            "entry": 100,
            "collateral": draw.integer(100, 200, 10),
            "times": draw.integer(9, 30, 3),
            "percent": draw.choice((0.03, 0.05, 0.1)),
        },
        oracle=lambda size, entry, collateral, times, percent: float(
            formulas.liquidation_price(
                collateral + times * formulas.funding_payment(size, entry, percent / 100), size, entry, 0.005
            )
        ),
        unit="USDT",
        tolerance=0.004,
        wrong={
            "on-collateral": Wrong(
                lambda size, entry, collateral, times, percent: float(
                    formulas.liquidation_price(collateral * (1 - times * percent / 100), size, entry, 0.005)
                ),
                "taking funding on the margin: it is a share of the whole position",
            ),
            "received": Wrong(
                lambda size, entry, collateral, times, percent: float(
                    formulas.liquidation_price(collateral + size * entry * times * percent / 100, size, entry, 0.005)
                ),
                "adding the funding: a long pays while the rate is positive",
            ),
            "untouched": Wrong(
                lambda size, entry, collateral, **_: float(formulas.liquidation_price(collateral, size, entry, 0.005)),
                "leaving the margin as it was: funding comes out of it",
            ),
        },
        hints=(
            "On what is funding charged: the margin or the position?",
            "One payment is size x price x rate. All of them come out of the margin.",
            "Lower the margin by all payments, then compute the liquidation price as before.",
        ),
        solution="the payments add up to {times} x {size} x {entry} x {percent} %. With the margin that is left"
        " the price is {answer} USDT.",
        note="the liquidation price came closer although the price never moved.",
        code="margin = g.collateral - g.times * g.size * g.entry * g.percent / 100\n"
        "answer = (margin - g.size * g.entry) / (g.size * 0.005 - g.size)",
    ),
)


CONTRACT = (
    Item(
        id="02-inverse",
        objective="contract",
        format="numeric",
        prompt="An inverse long of {contracts:,} USD at {entry:,} USD, {leverage}x, margin posted in coin,"
        " maintenance 0.5 % at the mark"
        " price. At which price is it liquidated?",
        draw=opened,
        oracle=inverse_price,
        unit="USD",
        tolerance=0.5,
        wrong={
            "linear": Wrong(
                lambda contracts, entry, leverage: float(
                    formulas.liquidation_price(contracts / leverage, contracts / entry, entry, 0.005)
                ),
                "treating the contract as linear: the margin is coin and loses value together with the position",
            ),
            "bankruptcy": Wrong(
                lambda contracts, entry, leverage: float(
                    formulas.inverse_bankruptcy_price(contracts / entry / leverage, contracts, entry)
                ),
                "stopping at the bankruptcy price: the venue acts while equity covers maintenance",
            ),
            "short": Wrong(
                lambda contracts, entry, leverage: float(
                    formulas.inverse_liquidation_price(contracts / entry / leverage, -contracts, entry, 0.005)
                ),
                "the sign of a short: an inverse long fears a fall, like any long",
            ),
        },
        hints=(
            "Count in coin: what is posted, and what is the position worth at entry?",
            "Equity in coin is margin + Q (1/entry - 1/P); the requirement is rate x Q / P.",
            "Multiply both sides by P and solve: Q (1 + rate) over margin + Q/entry.",
        ),
        solution="with Q = {contracts} and margin Q / {entry} / {leverage} coin: Q x 1.005 / (margin + Q /"
        " {entry}) = {answer} USD.",
        note="it comes sooner than for a linear long of the same leverage.",
        code="margin = g.contracts / g.entry / g.leverage\n"
        "answer = g.contracts * 1.005 / (margin + g.contracts / g.entry)",
    ),
    Item(
        id="02-entry",
        objective="contract",
        format="numeric",
        prompt="A venue fixes maintenance at the entry price. Side {side} (1 is long, -1 is short), {size} units"
        " at {entry} USDT,"
        " {collateral} USDT posted, {percent} %. At which price is the position liquidated?",
        draw=posted,
        oracle=price_at_entry,
        unit="USDT",
        tolerance=0.005,
        wrong={
            "mark": Wrong(price, "letting the requirement move with the mark price: this venue fixes it at the entry"),
            "bankruptcy": Wrong(price_bankrupt, "stopping at zero: the requirement is missing"),
            "other-side": Wrong(
                lambda side, **rest: price_at_entry(-side, **rest),
                "the sign of the opposite side: a short is liquidated above its entry",
            ),
        },
        hints=(
            "How large is the requirement, once and for all?",
            "The position may lose its margin less that requirement.",
            "Divide what it may lose by the size: that is how far the price may move.",
        ),
        solution="the requirement is {percent} % of {size} x {entry}; the rest of the margin divided by the size"
        " is the distance: {answer} USDT.",
        note="with the requirement fixed, the distance is a plain division.",
        code="need = g.percent / 100 * g.size * g.entry\nanswer = g.entry - g.side * (g.collateral - need) / g.size",
    ),
    Item(
        id="02-which",
        objective="contract",
        format="choice",
        prompt="Two venues, the same linear long, the same rate. One takes maintenance at the mark price, the"
        " other fixes it at entry."
        " Where is the long liquidated first as the price falls?",
        choices=(
            "At the mark-price venue.",
            "At the entry-price venue.",
            "At both at the same price.",
        ),
        oracle=lambda: "B",
        wrong={
            "mark": Wrong("A", "thinking that a moving requirement is the stricter one: for a falling long it shrinks"),
            "same": Wrong("C", "taking both for one rule: they agree at the entry price alone"),
        },
        hints=(
            "What happens to the value of the position as the price falls?",
            "One of the two requirements shrinks with it.",
            "The larger requirement is met first.",
        ),
        solution="the requirement fixed at entry stays large while the one at the mark price shrinks, so the"
        " entry-price venue acts first.",
        note="for a short it is the other way round.",
    ),
    Item(
        id="02-path",
        objective="contract",
        format="adversarial",
        prompt="A linear and an inverse long, both opened at 100 with {leverage}x and maintenance 0.5 %. Find a"
        " price path, a list that"
        " begins at 100, that closes the inverse long, leaves the linear one open, and ends with the linear one"
        " in profit.",
        draw=lambda draw: {"leverage": draw.choice((2, 3, 4, 5))},
        judge=judge_path,
        wrong={
            "nobody": Wrong([100, 99, 120], "staying above both liquidation prices: nobody is closed"),
            "both": Wrong([100, 20, 120], "going below both liquidation prices: a return helps nobody who is closed"),
        },
        hints=(
            "Compute both liquidation prices first.",
            "The inverse long is closed at the higher price of the two.",
            "Let the path dip between the two prices and come back above 100.",
        ),
        solution="any path whose lowest price lies between the linear and the inverse liquidation price, and that"
        " ends above 100.",
        note="the same view on the market, the same leverage: the contract decided.",
        code="linear = 100 * (1 - 1 / g.leverage) / 0.995\n"
        "inverse = 100 * g.leverage * 1.005 / (g.leverage + 1)\n"
        "answer = [100, (linear + inverse) / 2, 110]",
        extra=True,
    ),
)

LESSON = Lesson(
    number="02",
    question="Why was I liquidated before my loss reached my margin?",
    objectives={
        "price": "compute the liquidation and the bankruptcy price of an isolated position, long or short",
        "tiers": "turn a tier table with maintenance amounts into a requirement and a liquidation price",
        "margin": "say how added margin, fees and funding move the liquidation price",
        "contract": "tell linear from inverse contracts, and maintenance at the mark price from maintenance at entry",
    },
    items=(*PRICE, *TIERS, *MARGIN, *CONTRACT),
)
