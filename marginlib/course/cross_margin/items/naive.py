"""Items on prices that leave the other legs out."""

from marginlib import formulas
from marginlib.course.cross_margin.account import ENTRY
from marginlib.learn.items import Item, Wrong

FLAT = 0.004  # rate of the items on naive prices


def dashboard(wallet: float, size: float, entry: float, other_profit: float, other_need: float) -> float:  # noqa: ARG001
    """A liquidation price that sees one leg, as a dashboard may show it: something is missing."""
    leverage = abs(size) * entry / wallet
    distance = 1 / leverage - FLAT
    return entry * (1 - distance) if size > 0 else entry * (1 + distance)


def whole(wallet: float, size: float, entry: float, other_profit: float, other_need: float) -> float:
    """The conditional price."""
    return float(formulas.conditional_liquidation_price(wallet, size, entry, FLAT, 0, other_profit, other_need))


NAIVE = (
    Item(
        id="03-trap",
        objective="naive",
        format="numeric",
        prompt="""
            Your cross account has {equity} USDT of equity. It holds a long of one unit, for which entry and price now
            are 100 USDT and the maintenance rate is 0.4 %. Another leg needs {need} USDT, and its price stands still.
            At which price of the first leg are you liquidated?
        """,
        draw=lambda draw: {"equity": draw.integer(8, 14), "need": draw.integer(1, 4)},
        oracle=lambda equity, need: whole(equity, 1, ENTRY, 0, need),
        unit="USDT",
        tolerance=0.005,
        wrong={
            "naive": Wrong(
                lambda equity, need: dashboard(equity, 1, ENTRY, 0, need),
                right="if there were no other leg, and the need stayed as it was at 100 USDT",
                ask="Where do the {need} USDT of the other leg appear?",
            ),
            "own-need": Wrong(
                lambda equity, need: ENTRY - (equity - need),
                did="let the long lose all that the other leg leaves",
                ask="What does the long itself still need at that price?",
            ),
            "added": Wrong(
                lambda equity, need: whole(equity, 1, ENTRY, 0, -need),
                did="added what the other leg needs",
                ask="Do those {need} USDT help the long, or are they bound?",
            ),
            "alone": Wrong(
                lambda equity, need: whole(equity, 1, ENTRY, 0, 0 * need),
                right="if the long had the account to itself",
                ask="Who else needs a part of the {equity} USDT?",
            ),
            "fixed": Wrong(
                lambda equity, need: ENTRY - (equity - need - FLAT * ENTRY),
                did="took what the long needs at 100 USDT",
                ask="What is 0.4 % of the price at which it is closed?",
            ),
        },
        hints=(
            "How much of your equity does the other leg need?",
            "Your long may use the equity less what the other leg needs, and it has a need of its own.",
            "You look for P in (equity - need) + (P - 100) = 0.004 x P.",
        ),
        solution="""
            You have {equity} - {need} USDT behind the long. So you take that off 100 and divide by 0.996, which gives
            {answer} USDT.
        """,
        note="A formula for one leg promises you more room than there is.",
        section="What a formula for one leg leaves out",
        code="answer = (100 - (g.equity - g.need)) / 0.996",
    ),
    Item(
        id="03-dashboard",
        objective="naive",
        format="bug-hunt",
        prompt="""
            A dashboard shows this liquidation price for one leg of a cross pool, and it is right for nobody. Mend it.
            The size is signed, and the leg needs 0.4 % of its value at the price that you compute. All other legs
            together have earned other_profit (minus is a loss) and need other_need, both in USDT.
        """,
        draw=lambda draw: {
            "wallet": draw.integer(800, 1_600, 100),
            "size": draw.sign() * draw.integer(2, 6),
            "entry": draw.integer(900, 1_200, 50),
            "other_profit": draw.choice((-240, -180, -120, 90, 150, 210)),
            "other_need": draw.integer(20, 90, 10),
        },
        oracle=whole,
        stub=dashboard,
        unit="USDT",
        tolerance=0.005,
        cases=({"wallet": 5, "size": 1, "entry": 100, "other_profit": 0, "other_need": 4},),
        wrong={
            "no-others": Wrong(
                lambda wallet, size, entry, **_: whole(wallet, size, entry, 0, 0),
                did="mended what the leg needs and forgot the others",
                ask="Which arguments does your function never read?",
            ),
            "no-profit": Wrong(
                lambda wallet, size, entry, other_profit, other_need: whole(
                    wallet, size, entry, 0 * other_profit, other_need
                ),
                did="counted what the others need and not what they have earned",
                ask="Where does their profit go in one pool?",
            ),
            "no-need": Wrong(
                lambda wallet, size, entry, other_profit, other_need: whole(
                    wallet, size, entry, other_profit, 0 * other_need
                ),
                did="counted what the others have earned and not what they need",
                ask="May this leg lose what keeps the others open?",
            ),
            "fixed": Wrong(
                lambda wallet, size, entry, other_profit, other_need: dashboard(
                    wallet + other_profit - other_need, size, entry, 0, 0
                ),
                did="took the right money and kept the need at entry",
                ask="What is 0.4 % of the value at the price that you compute?",
            ),
        },
        hints=(
            "Which arguments does the function never read?",
            "Begin with the money behind this leg, which is the wallet and the profit of the others less their need.",
            "You look for P in behind + size x (P - entry) = 0.004 x |size| x P.",
        ),
        solution="""
            You need (wallet + other_profit - other_need - size x entry) / (0.004 x |size| - size), which is the
            formula for one position with the money of the whole pool behind it.
        """,
        note="A leg of a pool has the money of the whole pool behind it.",
        code="def answer(wallet, size, entry, other_profit, other_need):\n"
        "    behind = wallet + other_profit - other_need\n"
        "    return (behind - size * entry) / (0.004 * abs(size) - size)",
        extra=True,
    ),
)
