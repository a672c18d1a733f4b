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


def unsigned(wallet: float, size: float, entry: float, other: float, other_entry: float, other_mark: float) -> float:
    """A cross liquidation price with a fault that a published trading bot had, in our own lines."""
    amount = abs(other)
    profit = amount * other_mark - amount * other_entry
    need = 0.004 * amount * other_mark
    return (wallet + profit - need - size * entry) / (0.004 * abs(size) - size)


def signed(
    wallet: float, size: float, entry: float, other: float, other_entry: float, other_mark: float, factor: float = 1.0
) -> float:
    """The same with the profit of the other leg as it is, or `factor` times that."""
    profit = factor * float(formulas.pnl(other, other_entry, other_mark))
    need = float(formulas.maintenance(formulas.notional(other, other_mark), FLAT))
    return whole(wallet, size, entry, profit, need)


NAIVE = (
    Item(
        id="03-trap",
        objective="naive",
        format="numeric",
        prompt="""
            A cross account has {equity} USDT of equity. It holds a long of one unit; entry and price now are 100
            USDT, the maintenance rate is 0.4 %. Another leg needs {need} USDT, and its price stands still. At which
            price of the first leg is the pool liquidated?
        """,
        draw=lambda draw: {"equity": draw.integer(6, 12), "need": draw.integer(1, 4)},
        oracle=lambda equity, need: whole(equity, 1, ENTRY, 0, need),
        unit="USDT",
        tolerance=0.005,
        wrong={
            "naive": Wrong(
                lambda equity, need: dashboard(equity, 1, ENTRY, 0, need),
                "the naive formula, entry x (1 - 1/leverage + rate): it has no place for the other leg",
            ),
            "alone": Wrong(
                lambda equity, need: whole(equity, 1, ENTRY, 0, 0 * need),
                "treating the leg as if it stood alone: what the other one needs comes out of the same pool",
            ),
            "fixed": Wrong(
                lambda equity, need: ENTRY - (equity - need - FLAT * ENTRY),
                "taking the requirement at the entry price: it moves with the price",
            ),
        },
        hints=(
            "How much of the equity is already spoken for?",
            "The first leg may use equity less what the other leg needs.",
            "Solve (equity - need) + (P - 100) = 0.004 x P for P.",
        ),
        solution="({equity} - {need} - 100) / (0.004 - 1) = {answer} USDT.",
        note="the naive number promised more room than there was.",
        code="answer = (g.equity - g.need - 100) / (0.004 - 1)",
    ),
    Item(
        id="03-dashboard",
        objective="naive",
        format="bug-hunt",
        prompt="""
            A dashboard shows this liquidation price for one leg of a cross pool, and it is right for nobody. Mend it.
            The size is signed; the leg needs 0.4 % of its value at the price that you compute; other_profit (minus is
            a loss) and other_need are what all other legs have gained and need, in USDT.
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
                "mending the requirement and forgetting the other legs: they share the pool",
            ),
            "no-profit": Wrong(
                lambda wallet, size, entry, other_profit, other_need: whole(
                    wallet, size, entry, 0 * other_profit, other_need
                ),
                "counting what the others need and not what they have gained or lost",
            ),
            "no-need": Wrong(
                lambda wallet, size, entry, other_profit, other_need: whole(
                    wallet, size, entry, other_profit, 0 * other_need
                ),
                "counting what the others have gained or lost and not what they need",
            ),
            "fixed": Wrong(
                lambda wallet, size, entry, other_profit, other_need: dashboard(
                    wallet + other_profit - other_need, size, entry, 0, 0
                ),
                "the right money behind the leg, but the requirement fixed at entry: it moves with the price",
            ),
        },
        hints=(
            "Which arguments does the function never read?",
            "Begin with the money behind this leg: wallet, profit of the others, less what they need.",
            "Then solve behind + size (P - entry) = 0.004 x |size| x P for P.",
        ),
        solution="(wallet + other_profit - other_need - size x entry) / (0.004 x |size| - size).",
        note="it is the formula for one position, with the money of the whole pool behind it.",
        code="def answer(wallet, size, entry, other_profit, other_need):\n"
        "    behind = wallet + other_profit - other_need\n"
        "    return (behind - size * entry) / (0.004 * abs(size) - size)",
    ),
    Item(
        id="03-short",
        objective="naive",
        format="bug-hunt",
        prompt="""
            A published trading bot (freqtrade 2026.9) had this fault, here in our own few lines. A wallet of 10,000
            USDT is long 1 BTC from 50,000 USDT and short 10 ETH from 3,000 USDT, and ETH is at 2,500 USDT now. The
            function says that BTC is liquidated at 45,281.12 USDT; 35,240.96 USDT is right. Mend it. Sizes are
            signed, the rate is 0.4 % for both.
        """,
        draw=lambda draw: {
            "wallet": draw.integer(8_000, 12_000, 500),
            "size": draw.sign(),
            "entry": draw.integer(40_000, 60_000, 1_000),
            "other": draw.sign() * draw.integer(4, 12),
            "other_entry": draw.integer(2_600, 3_400, 100),
            "other_mark": draw.choice((2_450, 2_550, 3_450, 3_550)),
        },
        oracle=signed,
        stub=unsigned,
        unit="USDT",
        tolerance=0.01,
        cases=(
            {"wallet": 10_000, "size": 1, "entry": 50_000, "other": -10, "other_entry": 3_000, "other_mark": 2_500},
            {"wallet": 10_000, "size": 1, "entry": 50_000, "other": 10, "other_entry": 3_000, "other_mark": 3_500},
            {"wallet": 10_000, "size": -1, "entry": 50_000, "other": 10, "other_entry": 3_000, "other_mark": 2_500},
        ),
        wrong={
            "flipped": Wrong(
                lambda **numbers: unsigned(**numbers) if numbers["other"] > 0 else signed(**numbers, factor=0),
                "taking the profit of a short for nothing: it belongs to the pool like that of a long",
            ),
            "turned": Wrong(
                lambda **numbers: signed(**numbers, factor=-1 if numbers["other"] > 0 else 1),
                "turning the sign for everybody: now the longs are wrong",
            ),
            "signed-need": Wrong(
                lambda wallet, size, entry, other, other_entry, other_mark: whole(
                    wallet, size, entry, other * (other_mark - other_entry), FLAT * other * other_mark
                ),
                "giving the need the sign of the position: a short needs margin as well",
            ),
        },
        hints=(
            "Work out by hand what a short of 10 from 3,000 has gained at 2,500.",
            "Where does the function lose the sign of the other leg?",
            "The profit needs the signed size, the need does not.",
        ),
        solution="""
            profit = other x (other_mark - other_entry), with the sign; need = 0.004 x |other| x other_mark, without.
        """,
        note="one lost sign made a winning hedge look like a losing one.",
        code="def answer(wallet, size, entry, other, other_entry, other_mark):\n"
        "    profit = other * (other_mark - other_entry)\n"
        "    need = 0.004 * abs(other) * other_mark\n"
        "    return (wallet + profit - need - size * entry) / (0.004 * abs(size) - size)",
        extra=True,
    ),
)
