"""Items on requirements in tiers."""

from collections.abc import Callable

from marginlib import formulas
from marginlib.course.your_venue.account import tiers
from marginlib.learn.items import Item, Wrong
from marginlib.position import Position
from marginlib.schedules import MarginalTiers

NOW = tiers("binance-usdm-2026")
TWO_TIERS = MarginalTiers((0, 50_000), (0.004, 0.005))


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


UPPER = (0.005, 50)
LOWER = (0.004, 0)


def at_entry_tier(collateral: float, size: float, entry: float) -> tuple[float, float]:  # noqa: ARG001
    """The tier of the notional at entry."""
    return UPPER if abs(size) * entry >= TWO_TIERS.floors[1] else LOWER


TIERS = (
    Item(
        id="14-requirement",
        objective="asked",
        format="numeric",
        prompt="""
            These are Binance's tiers for BTC on 29 September 2026. It asks for 0.4 % up to 300,000 USDT and for 0.5 %
            less 300 from there. From 800,000 it asks for 0.65 % less 1,500, and from 3,000,000 for 1 % less 12,000. You
            hold {size} BTC at {entry:,} USDT, with {collateral:,} USDT posted. How much does it ask for?
        """,
        draw=lambda draw: {
            "size": draw.integer(24, 40),
            "entry": draw.integer(60_000, 72_000, 500),
            "collateral": draw.integer(320_000, 700_000, 10_000),
        },
        oracle=lambda size, entry, collateral: float(NOW.requirement(size, entry)),  # noqa: ARG005
        unit="USDT",
        tolerance=0.5,
        wrong={
            "no-amount": Wrong(
                lambda size, entry, **_: size * entry * NOW.rates[2],
                did="left out the maintenance amount",
                ask="Which rate do the first 300,000 USDT pay?",
            ),
            "added": Wrong(
                lambda size, entry, **_: size * entry * NOW.rates[2] + NOW.amounts[2],
                did="added the maintenance amount",
                ask="Do the lower slices pay more than the last rate, or less?",
            ),
            "by-collateral": Wrong(
                lambda size, entry, collateral: size * entry * NOW.rates[1] - NOW.amounts[1] + 0 * collateral,
                did="looked the tier up by what you posted",
                ask="What do the floors of a tier count?",
            ),
            "first-tier": Wrong(
                lambda size, entry, **_: size * entry * NOW.rates[0],
                did="took the first rate for everything",
                ask="Where does the second tier begin?",
            ),
        },
        hints=(
            "How much is your position worth?",
            "Find the tier whose floor is the last one below that value.",
            "Take its rate of your whole value, and take off its amount.",
        ),
        solution="your value lies in the tier from 800,000: 0.65 % of {size} x {entry}, less 1500, is {answer} USDT.",
        note="Rate times value, less the amount, is what the slices come to one by one.",
        code="answer = 0.0065 * g.size * g.entry - 1500",
    ),
    Item(
        id="14-tiered",
        objective="asked",
        format="function",
        prompt="""
            Write liquidation_price(collateral, size, entry), with a negative size for a short, for two tiers: 0.4 % of
            the value below 50,000 USDT, and 0.5 % less 50 from there. The tier is that of the value at the price you
            look for.
        """,
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
                tiered(lambda *_: LOWER),
                did="used one tier for everything",
                ask="What is asked of a value above 50,000 USDT?",
            ),
            "no-amount": Wrong(
                lambda collateral, size, entry: tiered(
                    lambda *_: (
                        (0.005, 0)
                        if abs(size) * TWO_TIERS.liquidation_price(collateral, size, entry) >= 50_000
                        else (0.004, 0)
                    )
                )(collateral, size, entry),
                did="left out the maintenance amount",
                ask="What would the requirement do as the value passes 50,000 USDT?",
            ),
            "higher": Wrong(
                lambda collateral, size, entry: max(
                    tiered(lambda *_: LOWER)(collateral, size, entry), tiered(lambda *_: UPPER)(collateral, size, entry)
                ),
                right="for a long",
                ask="Which of the two prices does a rising short meet first?",
            ),
            "entry-tier": Wrong(
                tiered(at_entry_tier),
                did="took the tier of the value at entry",
                ask="What is the position worth at the price that you look for?",
            ),
        },
        hints=(
            "For one tier the price is (collateral + amount - size x entry) / (|size| x rate - size).",
            "Work it out for both tiers. Which one closes you first if you are long, and which one if you are short?",
            "If you are long it is the higher of the two prices, and if you are short the lower.",
        ),
        solution="""
            You take the larger of both prices for a long and the smaller for a short, since you are asked for the
            larger of two amounts.
        """,
        note="A table in tiers is the largest of several lines.",
        code="def answer(collateral, size, entry):\n"
        "    tiers = ((0.004, 0), (0.005, 50))\n"
        "    found = [(collateral + c - size * entry) / (abs(size) * m - size) for m, c in tiers]\n"
        "    return max(found) if size > 0 else min(found)",
        extra=True,
    ),
    Item(
        id="14-rise",
        objective="asked",
        format="bug-hunt",
        prompt="""
            A public risk engine had this fault, here in lines of our own: a long was liquidated because its price rose
            from 49,990 to 50,010 USDT. Mend it. The tiers are 0.4 % of the value below 50,000 USDT, and 0.5 % from
            there.
        """,
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
            {"collateral": 1_000, "size": 2, "entry": 50_000, "price": 49_760},
            {"collateral": 20_000, "size": 2, "entry": 50_000, "price": 40_200},
        ),
        wrong={
            "one-rate": Wrong(
                lambda collateral, size, entry, price: collateral + size * (price - entry) < 0.004 * size * price,
                did="used the lower rate everywhere",
                ask="What is asked of a value far above 50,000 USDT?",
            ),
            "never": Wrong(
                lambda **_: False,
                did="switched liquidation off",
                ask="Which of your cases has less than it needs?",
            ),
            "at-zero": Wrong(
                lambda collateral, size, entry, price: collateral + size * (price - entry) < -100,
                did="waited until more than all is lost",
                ask="Who pays then?",
            ),
        },
        hints=(
            "What would you be asked for at a value of 49,999, and at 50,001?",
            "It may not jump there. What must you take off above 50,000?",
            "Take off 50,000 times the difference of both rates.",
        ),
        solution="Above 50,000 you are asked for 0.005 x value - 50, and the 50 is 50,000 x (0.005 - 0.004).",
        note="With the amount a rise can only help a long.",
        code="def answer(collateral, size, entry, price):\n"
        "    value = size * price\n"
        "    need = max(0.004 * value, 0.005 * value - 50)\n"
        "    return collateral + size * (price - entry) < need",
        extra=True,
    ),
)
