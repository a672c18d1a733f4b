"""Exercises on the price at which a pool is closed: a short in it, a third leg, and both prices as one."""

from typing import Any

from marginlib import formulas
from marginlib.course.cross_margin.account import BTC_RATE, ENTRY, ETH_RATE, RATES, need, priced, profit
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

THIRD = 0.02  # rate of the third market


def shorted(deposit: float, size: float, profit_: float, need_: float) -> float:
    """Liquidation price of a short of BTC when the other leg has this profit and this need."""
    return priced(deposit, -size, profit_, need_)


def short_leg(deposit: float, size: float, other: float, ether: float) -> float:
    """The same from the price of ETH."""
    return shorted(deposit, size, profit(other, ether), need(other, ether))


def third(coins: float, sol: float) -> tuple[float, float]:
    """Profit and need of the third leg."""
    return float(formulas.pnl(coins, ENTRY, sol)), float(formulas.maintenance(formulas.notional(coins, sol), THIRD))


def three(deposit: float, short: float, ether: float, coins: float, sol: float) -> float:
    """Liquidation price of ten BTC beside a short of ETH and a long of a third coin."""
    won, bound = third(coins, sol)
    return priced(deposit, 10, profit(-short, ether) + won, need(short, ether) + bound)


def both(deposit: float, size: float, short: float) -> float:
    """Where a pool is closed when both prices move as one."""
    rate = size * (1 - BTC_RATE) - short * (1 + ETH_RATE)
    return (ENTRY * (size - short) - deposit) / rate


def pools(draw: Draw) -> dict[str, Any]:
    """A short of BTC beside a larger leg of ETH, so that the two needs are not taken for each other."""
    return {
        "deposit": draw.integer(200, 360, 20),
        "size": draw.integer(6, 8),
        "other": draw.sign() * draw.integer(10, 12),
        "ether": draw.choice((91, 92, 94, 106, 107, 108)),
    }


MORE_PRICES = (
    Item(
        id="03-shortleg",
        objective="conditional",
        format="numeric",
        prompt=f"""
            Now you expect BTC to fall. Your pool of {{deposit}} USDT holds a short of {{size}} BTC and a {{other:side}}
            of {{other:units}} ETH, both from 100 USDT, and ETH is at {{ether}} USDT. {RATES} At which BTC price are
            you liquidated while ETH stays there?
        """,
        draw=pools,
        oracle=short_leg,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "long": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, profit(other, ether), need(other, ether)),
                right="if you were long of BTC",
                ask="Which way must BTC go to hurt a short?",
            ),
            "no-need": Wrong(
                lambda deposit, size, other, ether: shorted(deposit, size, profit(other, ether), 0),
                did="left out what ETH needs",
                ask="Can your short lose money that keeps the other leg open?",
            ),
            "no-profit": Wrong(
                lambda deposit, size, other, ether: shorted(deposit, size, 0, need(other, ether)),
                did="left out what ETH has earned or lost",
                ask="Who else can use that money in one pool?",
            ),
            "flipped": Wrong(
                lambda deposit, size, other, ether: shorted(deposit, size, -profit(other, ether), need(other, ether)),
                did="gave ETH the profit of the opposite trade",
                ask="Does a {other:side} win when ETH goes from 100 to {ether}?",
            ),
            "own-need": Wrong(
                lambda deposit, size, other, ether: (
                    ENTRY + (deposit + profit(other, ether) - need(other, ether)) / size
                ),
                did="let your short lose all that it has behind it",
                ask="What does the short itself need at that price?",
            ),
        },
        hints=(
            "Which way does BTC have to go before you lose on the short?",
            "What is behind BTC is the deposit and what ETH has won, less what ETH needs.",
            "You look for P in behind - size x (P - 100) = 0.005 x size x P.",
        ),
        solution="""
            You have {deposit} + ({other}) x ({ether} - 100) less 1 % of the value of ETH behind your short. Add {size}
            x 100 to that and divide by 1.005 x {size}, and you are liquidated at {answer} USDT.
        """,
        note="A short needs more as its price rises, so you divide by more than its size.",
        code="behind = g.deposit + g.other * (g.ether - 100) - 0.01 * abs(g.other) * g.ether\n"
        "answer = (behind + 100 * g.size) / (1.005 * g.size)",
        extra=True,
    ),
    Item(
        id="03-three",
        objective="conditional",
        format="numeric",
        prompt=f"""
            A friend has three legs in one pool of {{deposit}} USDT. She is long 10 BTC, short {{short}} ETH and long
            {{coins}} SOL, all from 100 USDT. ETH is at {{ether}} now and SOL at {{sol}} USDT. {RATES} SOL needs 2 %.
            At which BTC price is she liquidated while the others stay?
        """,
        draw=lambda draw: {
            "deposit": draw.integer(220, 300, 20),
            "short": draw.integer(5, 9),
            "ether": draw.choice((92, 94, 106, 108)),
            "coins": draw.integer(7, 9),
            "sol": draw.choice((91, 93, 95, 105, 107, 109)),
        },
        oracle=three,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "two-legs": Wrong(
                lambda deposit, short, ether, **_: priced(deposit, 10, profit(-short, ether), need(short, ether)),
                did="left SOL out",
                ask="What has her third leg won or lost, and what does it need?",
            ),
            "no-need": Wrong(
                lambda deposit, short, ether, coins, sol: priced(
                    deposit, 10, profit(-short, ether) + third(coins, sol)[0], 0
                ),
                did="left out what ETH and SOL need",
                ask="May BTC lose the money that keeps the other two open?",
            ),
            "netted": Wrong(
                lambda deposit, short, ether, coins, sol: priced(
                    deposit,
                    10,
                    profit(-short, ether) + third(coins, sol)[0],
                    abs(third(coins, sol)[1] - need(short, ether)),
                ),
                did="took one need off the other",
                ask="Does a venue ask for less because one of the legs is a short?",
            ),
            "unsigned": Wrong(
                lambda deposit, short, ether, coins, sol: priced(
                    deposit, 10, profit(short, ether) + third(coins, sol)[0], need(short, ether) + third(coins, sol)[1]
                ),
                did="counted the short as a long",
                ask="Who wins when ETH falls?",
            ),
            "own-need": Wrong(
                lambda deposit, short, ether, coins, sol: (
                    ENTRY
                    - (
                        deposit
                        + profit(-short, ether)
                        + third(coins, sol)[0]
                        - need(short, ether)
                        - third(coins, sol)[1]
                    )
                    / 10
                ),
                did="let BTC lose all that it has behind it",
                ask="What does BTC itself still need at that price?",
            ),
        },
        hints=(
            "A third leg does to her pool what the second one does. Which two amounts of it enter?",
            "Add up what ETH and SOL have won, where a loss is a minus, and add up what both of them need.",
            "You look for P in deposit + won - needed + 10 x (P - 100) = 0.05 x P.",
        ),
        solution="""
            She has {deposit} - {short} x ({ether} - 100) + {coins} x ({sol} - 100) in the pool without BTC, and 1 % and
            2 % of what ETH and SOL are worth are bound. Take the rest off 1,000 and divide by 9.95, and you have
            {answer} USDT.
        """,
        note="However many legs there are, BTC sees only one profit and one need.",
        code="won = -g.short * (g.ether - 100) + g.coins * (g.sol - 100)\n"
        "needed = 0.01 * g.short * g.ether + 0.02 * g.coins * g.sol\n"
        "answer = (1000 - (g.deposit + won - needed)) / 9.95",
        extra=True,
    ),
    Item(
        id="03-both",
        objective="half-space",
        format="numeric",
        prompt=f"""
            Your hedge is smaller than what it protects. A pool of {{deposit}} USDT is long {{size}} BTC and short
            {{short}} ETH from 100 USDT. {RATES} Both prices fall together and are always the same. At which price are
            you liquidated?
        """,
        draw=lambda draw: {
            "deposit": draw.integer(160, 240, 10),
            "size": draw.integer(10, 14),
            "short": draw.integer(3, 6),
        },
        oracle=both,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "one-moves": Wrong(
                lambda deposit, size, short: priced(deposit, size, 0, need(short, ENTRY)),
                right="if ETH stayed at 100 USDT",
                ask="What does the short win on the way down?",
            ),
            "alone": Wrong(
                lambda deposit, size, short: priced(deposit, size, 0, 0 * short),
                right="if you had no hedge",
                ask="What does the short win, and what does it need?",
            ),
            "no-need": Wrong(
                lambda deposit, size, short: ENTRY - deposit / (size - short),
                did="went on until nothing was left",
                ask="What do both legs still need at that price?",
            ),
            "longs": Wrong(
                lambda deposit, size, short: (
                    (ENTRY * (size + short) - deposit) / (size * (1 - BTC_RATE) + short * (1 - ETH_RATE))
                ),
                did="counted the short as a long",
                ask="Which of your legs wins when both prices fall?",
            ),
        },
        hints=(
            "How many USDT do you lose in all when both prices fall by one?",
            "Write what you own and what both legs need with one letter P for both prices.",
            "You look for P in deposit + (size - short) x (P - 100) = (0.005 x size + 0.01 x short) x P.",
        ),
        solution="""
            When both prices fall by one you lose {size} - {short} USDT, since the short wins a part of it back. Solve
            {deposit} + ({size} - {short}) x (P - 100) = (0.005 x {size} + 0.01 x {short}) x P, and you are liquidated
            at {answer} USDT.
        """,
        note="A small hedge slows the loss down, and the needs of both legs go on counting.",
        code="rate = g.size * 0.995 - g.short * 1.01\nanswer = (100 * (g.size - g.short) - g.deposit) / rate",
        extra=True,
    ),
)
