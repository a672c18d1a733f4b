"""The bug hunt of a sign that a published trading bot lost."""

from marginlib import formulas
from marginlib.course.cross_margin.items.naive import FLAT, whole
from marginlib.learn.items import Item, Wrong


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


SIGN = (
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
                did="took the profit of a short for nothing",
                ask="What does a short from 3,000 earn at 2,500?",
            ),
            "turned": Wrong(
                lambda **numbers: signed(**numbers, factor=-1 if numbers["other"] > 0 else 1),
                did="turned the sign for everybody",
                ask="Which profit does your function give a long?",
            ),
            "signed-need": Wrong(
                lambda wallet, size, entry, other, other_entry, other_mark: whole(
                    wallet, size, entry, other * (other_mark - other_entry), FLAT * other * other_mark
                ),
                did="gave the need of a short a minus",
                ask="Does a short need margin as well?",
            ),
        },
        hints=(
            "What has a short of 10 from 3,000 earned for you at 2,500?",
            "Where does the function lose the sign of the other leg?",
            "You need the signed size for the profit, but not for the need.",
        ),
        solution="""
            You need profit = other x (other_mark - other_entry), with the sign, and need = 0.004 x |other| x
            other_mark, without it.
        """,
        note="One lost sign made a hedge that wins look like one that loses.",
        code="def answer(wallet, size, entry, other, other_entry, other_mark):\n"
        "    profit = other * (other_mark - other_entry)\n"
        "    need = 0.004 * abs(other) * other_mark\n"
        "    return (wallet + profit - need - size * entry) / (0.004 * abs(size) - size)",
        extra=True,
    ),
)
