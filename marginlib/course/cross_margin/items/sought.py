"""Exercises in which something is looked for: a forgotten need, and a pair of prices."""

from typing import Any

from marginlib.course.cross_margin.account import RATES, SIZE, book
from marginlib.course.cross_margin.items.naive import whole
from marginlib.learn.answers import sequence
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import cross

ABOVE = 95  # USDT that ETH stays above


def forgotten(wallet: float, size: float, entry: float, other_profit: float, other_need: float) -> float:
    """A price that leaves out what the other legs need, for shorts alone, as a published one did."""
    behind = wallet + other_profit
    if size > 0:
        return (size * entry - (behind - other_need)) / (0.996 * size)
    return (behind - size * entry) / (-1.004 * size)


def forgetting(*, shorts: dict[str, float] | None = None, longs: dict[str, float] | None = None) -> Any:
    """The right price with other numbers of the other legs, for shorts and for longs."""

    def found(**numbers: float) -> float:
        return whole(**{**numbers, **((shorts if numbers["size"] < 0 else longs) or {})})

    return found


def judge_pair(answer: Any, deposit: float, short: float) -> Verdict | str:
    """The pair must leave the pool with the short open, and close the one without it."""
    prices = sequence(answer)
    if len(prices) != 2 or min(prices) <= 0:
        return Verdict("✗", "Not yet. A pair of prices above zero is wanted, first that of BTC and then that of ETH.")
    bitcoin, ether = prices
    if ether <= ABOVE:
        return Verdict("✗", f"Not yet. With ETH at {ABOVE} or less it would be no surprise, so let it stay above that.")
    now = {"BTC": bitcoin, "ETH": ether}
    hedged, plain = (not book(deposit, SIZE, -sold).liquidatable(cross, now).item() for sold in (short, 0))
    if hedged == plain:
        return "both-open" if plain else "both-closed"
    return "turned" if plain else Verdict("✓", "")


SOUGHT = (
    Item(
        id="03-branch",
        objective="naive",
        format="bug-hunt",
        prompt="""
            An exchange showed a liquidation price for shorts that was too good (dfinity/public-multidex, issue 15, in
            2026). Our own few lines have the same fault in margin. The size is signed, this leg needs 0.4 % of its
            value, and all other legs together have earned other_profit and need other_need, in USDT. Mend it.
        """,
        draw=lambda draw: {
            "wallet": draw.integer(800, 1_600, 100),
            "size": draw.sign() * draw.integer(2, 6),
            "entry": draw.integer(900, 1_200, 50),
            "other_profit": draw.choice((-240, -180, -120, 90, 150, 210)),
            "other_need": draw.integer(20, 80, 10),
        },
        oracle=whole,
        stub=forgotten,
        unit="USDT",
        tolerance=0.005,
        cases=(
            {"wallet": 1_000, "size": -4, "entry": 1_000, "other_profit": 150, "other_need": 40},
            {"wallet": 1_000, "size": 4, "entry": 1_000, "other_profit": 150, "other_need": 40},
        ),
        wrong={
            "none": Wrong(
                forgetting(shorts={"other_need": 0.0}, longs={"other_need": 0.0}),
                did="took the need of the others away from longs as well",
                ask="Which of the two branches was right before?",
            ),
            "turned": Wrong(
                forgetting(longs={"other_need": 0.0}),
                did="mended the shorts and broke the longs",
                ask="Does a long have a claim on what keeps the other legs open?",
            ),
            "added": Wrong(
                lambda **numbers: whole(
                    **{**numbers, "other_need": numbers["other_need"] * (-1 if numbers["size"] < 0 else 1)}
                ),
                did="gave a short the money that the others need",
                ask="May a short lose more or less because the other legs need something?",
            ),
            "no-profit": Wrong(
                forgetting(shorts={"other_profit": 0.0}),
                did="counted for a short what the others need, and not what they have earned",
                ask="Who can use that profit in one pool?",
            ),
        },
        hints=(
            "Which argument does one of the two branches never read?",
            "What is behind this leg does not depend on its sign.",
            "Take wallet + other_profit - other_need in both branches.",
        ),
        solution="""
            You take wallet + other_profit - other_need behind the leg in both branches. Only the price at which that
            is used up depends on the sign.
        """,
        note="Two branches that say the same thing twice will differ one day.",
        code="def answer(wallet, size, entry, other_profit, other_need):\n"
        "    behind = wallet + other_profit - other_need\n"
        "    return (behind - size * entry) / (0.004 * abs(size) - size)",
        extra=True,
    ),
    Item(
        id="03-wedge",
        objective="half-space",
        format="adversarial",
        prompt=f"""
            Two accounts have {{deposit}} USDT and a long of 10 BTC from 100 USDT, each in one pool, and one of them has
            sold {{short}} ETH at 100 USDT as well. {RATES} Find a pair of prices (BTC, ETH), with ETH above {ABOVE}
            USDT, at which the account with the short is open and the other one is closed.
        """,
        draw=lambda draw: {"deposit": draw.integer(160, 240, 20), "short": draw.integer(8, 14)},
        judge=judge_pair,
        hand_in="a pair of prices, such as (90, 110)",
        wrong={
            "both-closed": Wrong(
                (60, 96), did="closed both of the accounts", ask="Where on the map do the two edges meet?"
            ),
            "both-open": Wrong(
                (100, 96), did="left both of the accounts open", ask="At which price is BTC alone closed?"
            ),
            "turned": Wrong(
                (85, 120),
                right="if the short were to be closed alone",
                ask="On which side of the ring does the short help?",
            ),
        },
        hints=(
            "Where is the account without a short closed?",
            "The two edges meet at an ETH price of 99.01. Do you want to be above it or below it?",
            "Set ETH to 96, and look for the price at which the account with the short is closed. Stay between.",
        ),
        solution="""
            BTC alone is closed at (1,000 - {deposit}) / 9.95 USDT. Below an ETH price of 99.01 your short has earned
            more than it needs, so the other edge lies a little farther down, and you choose a pair between the two.
        """,
        note="A hedge helps as soon as it has earned what it needs, one percent below its entry.",
        code="alone = (1000 - g.deposit) / 9.95\nanswer = (alone - g.short * (100 - 1.01 * 96) / 9.95 / 2, 96)",
        extra=True,
    ),
)
