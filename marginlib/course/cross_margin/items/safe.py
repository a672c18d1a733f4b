"""The item in which a learner writes the condition of a pool."""

from collections.abc import Callable
from typing import Any

from marginlib.course.cross_margin.account import BTC_RATE, ENTRY, ETH_RATE, RATES, book
from marginlib.learn.items import Item, Wrong
from marginlib.modes import cross

Rule = Callable[[float, float, float, float, float], bool]


def safe(deposit: float, size: float, other: float, bitcoin: float, ether: float) -> bool:
    """Whether the pool stays open, by the engine."""
    return not bool(book(deposit, size, other).liquidatable(cross, {"BTC": float(bitcoin), "ETH": float(ether)})[0])


def equity(deposit: float, size: float, other: float, bitcoin: float, ether: float) -> float:
    """What the pool holds."""
    return deposit + size * (bitcoin - ENTRY) + other * (ether - ENTRY)


def needing(need: Callable[[float, float], float]) -> Callable[..., bool]:
    """The condition with another idea of the need, which is given the signed values of BTC and of ETH."""
    return lambda deposit, size, other, bitcoin, ether: (
        equity(deposit, size, other, bitcoin, ether) > need(size * bitcoin, other * ether)
    )


def apart(deposit: float, size: float, other: float, bitcoin: float, ether: float) -> bool:
    """Each leg with its own share of the deposit."""
    share = deposit / (size + abs(other))
    long = size * (share + bitcoin - ENTRY) > BTC_RATE * size * bitcoin
    return long and abs(other) * share + other * (ether - ENTRY) > ETH_RATE * abs(other) * ether


def case(bitcoin: float, ether: float, other: float = -10, deposit: float = 200, size: float = 10) -> dict[str, Any]:
    """Numbers that are always tried."""
    return {"deposit": deposit, "size": size, "other": other, "bitcoin": bitcoin, "ether": ether}


SAFE = (
    Item(
        id="03-safe",
        objective="half-space",
        format="function",
        prompt=f"""
            Write safe(deposit, size, other, bitcoin, ether). It is True while one pool with a long of size BTC and
            with other ETH (minus for a short), both from 100 USDT, stays open. {RATES}
        """,
        draw=lambda draw: {
            "deposit": draw.integer(100, 300, 20),
            "size": draw.integer(5, 12),
            "other": draw.sign() * draw.integer(4, 15),
            "bitcoin": draw.integer(75, 125),
            "ether": draw.integer(75, 125),
        },
        oracle=safe,
        cases=(
            case(78, 78),
            case(90, 109),
            case(90, 108),
            case(90, 91, 10),
            case(91, 92, 10),
            case(80, 99),
            case(105, 120, -15, 272),
            case(90, 92, 15, 260, 12),
            # BTC at 82 and a short: equity 12, 9.5, 7, 5, 2 and -3 lie between the needs that different ideas give
            case(82, 100.8),
            case(82, 101.05),
            case(82, 101.3),
            case(82, 101.5),
            case(82, 101.8),
            case(82, 102.3),
        ),
        wrong={
            "no-need": Wrong(
                needing(lambda _btc, _eth: 0.0),
                did="compared what the pool holds with nothing",
                ask="How much must it hold to stay open?",
            ),
            "btc-need": Wrong(
                needing(lambda btc, _eth: BTC_RATE * btc),
                did="counted what BTC needs and left out ETH",
                ask="What does a short need from the pool?",
            ),
            "eth-need": Wrong(
                needing(lambda _btc, eth: ETH_RATE * abs(eth)),
                did="counted what ETH needs and left out BTC",
                ask="What does the long need from the pool?",
            ),
            "one-rate": Wrong(
                needing(lambda btc, eth: BTC_RATE * (btc + abs(eth))),
                did="took 0.5 % for both trades",
                ask="Which share of its value does ETH need?",
            ),
            "netted": Wrong(
                needing(lambda btc, eth: abs(BTC_RATE * btc + ETH_RATE * eth)),
                did="took one need off the other",
                ask="Does a venue ask for less because two trades go in opposite ways?",
            ),
            "signed-need": Wrong(
                needing(lambda btc, eth: BTC_RATE * btc + ETH_RATE * eth),
                did="gave the need of a short a minus",
                ask="Does a short need margin as well?",
            ),
            "fixed": Wrong(
                lambda deposit, size, other, bitcoin, ether: (
                    equity(deposit, size, other, bitcoin, ether) > ENTRY * (BTC_RATE * size + ETH_RATE * abs(other))
                ),
                right="if both prices were still at 100 USDT",
                ask="What are the trades worth now?",
            ),
            "unsigned": Wrong(
                lambda deposit, size, other, bitcoin, ether: safe(deposit, size, abs(other), bitcoin, ether),
                did="counted a short as a long",
                ask="Who earns when ETH falls?",
            ),
            "apart": Wrong(
                apart,
                right="in isolated mode",
                ask="How many conditions does one pool have?",
            ),
        },
        hints=(
            "How many conditions do you need for one pool?",
            "You compare what the pool holds, which is the deposit and both profits, with the sum of both needs.",
            "Which of these amounts take the size with its sign, and which without?",
        ),
        solution="""
            You compare deposit + size x (bitcoin - 100) + other x (ether - 100) with 0.005 x size x bitcoin + 0.01 x
            |other| x ether. The pool is open while the first is larger.
        """,
        note="It is one inequality that is linear in both prices, which is a half-space.",
        section="An edge, not a number",
        code="def answer(deposit, size, other, bitcoin, ether):\n"
        "    equity = deposit + size * (bitcoin - 100) + other * (ether - 100)\n"
        "    return equity > 0.005 * size * bitcoin + 0.01 * abs(other) * ether",
    ),
)
