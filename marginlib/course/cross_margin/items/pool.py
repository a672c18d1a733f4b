"""Exercises on the pool as a whole: where a trade changes nothing, what it may still lose, and one real day."""

from marginlib.course.cross_margin.account import BTC_RATE, ENTRY, ETH_RATE, RATES, need, profit
from marginlib.learn.items import Item, Wrong

LOWEST = 82.87  # of BTC on 10 October 2025 at Binance, where the day opens at 100; in marginlib.paths


def meeting(entry: float, percent: float) -> float:
    """The price at which a short from `entry` has earned exactly what it needs: E / (1 + m)."""
    return entry / (1 + percent / 100)


def owned(deposit: float, size: float, short: float, bitcoin: float, ether: float) -> float:
    """What the pool holds."""
    return deposit + profit(size, bitcoin) + profit(-short, ether)


def needed(size: float, short: float, bitcoin: float, ether: float) -> float:
    """What both of its legs need."""
    return BTC_RATE * size * bitcoin + need(short, ether)


def spare(deposit: float, size: float, short: float, bitcoin: float, ether: float) -> float:
    """What it may lose before it is closed."""
    return owned(deposit, size, short, bitcoin, ether) - needed(size, short, bitcoin, ether)


POOL = (
    Item(
        id="03-meet",
        objective="half-space",
        format="numeric",
        prompt="""
            You add a short of some coin at {entry} USDT to a pool, and the venue wants {percent} % of what it is worth.
            At which price of that coin is your pool as safe as if you had never sold it?
        """,
        draw=lambda draw: {
            "entry": draw.choice((40, 60, 150, 200, 250, 300)),
            "percent": draw.choice((0.5, 1, 1.5, 2, 2.5, 3, 4)),
        },
        oracle=meeting,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "long": Wrong(
                lambda entry, percent: entry / (1 - percent / 100),
                right="if you had bought the coin",
                ask="Which way must its price go before a short wins anything?",
            ),
            "entry": Wrong(
                lambda entry, percent: entry + 0 * percent,
                right="if the venue wanted nothing for the short",
                ask="What has the short won at that price, and what does it need there?",
            ),
            "points": Wrong(
                lambda entry, percent: entry - percent,
                did="took the percent for USDT",
                ask="How many USDT are {percent} % of this coin?",
            ),
            "doubled": Wrong(
                lambda entry, percent: entry * (1 - 2 * percent / 100),
                did="counted the need of the short twice",
                ask="Which two amounts have to be equal?",
            ),
        },
        hints=(
            "When does it make no difference to your pool that the short is there?",
            "What a short of one coin has won is its first price less the price now. What does it need?",
            "You look for P in entry - P = rate x P. How many coins you sold plays no part in it.",
        ),
        solution="""
            Your short has won {entry} - P a coin, and it needs {percent} % of P. Both are the same at {entry} / (1 +
            {percent} / 100), which is {answer} USDT.
        """,
        note="The size of the short is on both sides, so the point is the same for every size.",
        code="answer = g.entry / (1 + g.percent / 100)",
        extra=True,
    ),
    Item(
        id="03-spare",
        objective="half-space",
        format="numeric",
        prompt=f"""
            Your pool of {{deposit}} USDT is long {{size}} BTC and short {{short}} ETH, both from 100 USDT. BTC is at
            {{bitcoin}} now and ETH at {{ether}} USDT. {RATES} How many USDT may the pool still lose before it is
            closed, if the needs stay as they are now?
        """,
        draw=lambda draw: {
            "deposit": draw.integer(200, 300, 20),
            "size": draw.integer(8, 10),
            "short": draw.integer(6, 12),
            "bitcoin": draw.integer(84, 96),
            "ether": draw.integer(88, 96),
        },
        oracle=spare,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "equity": Wrong(
                owned,
                found="all that the pool owns",
                ask="How much of that must stay in it?",
            ),
            "btc-alone": Wrong(
                lambda deposit, size, short, bitcoin, ether: spare(deposit, size, 0 * short, bitcoin, ether),
                right="if you had no ETH",
                ask="What has your short won so far, and what does it need?",
            ),
            "at-entry": Wrong(
                lambda deposit, size, short, bitcoin, ether: (
                    owned(deposit, size, short, bitcoin, ether) - needed(size, short, ENTRY, ENTRY)
                ),
                did="took what both legs needed at 100 USDT",
                ask="What are they worth now?",
            ),
            "netted": Wrong(
                lambda deposit, size, short, bitcoin, ether: (
                    owned(deposit, size, short, bitcoin, ether)
                    - abs(BTC_RATE * size * bitcoin - ETH_RATE * short * ether)
                ),
                did="took one need off the other",
                ask="Does a venue ask for less because one of the legs is a short?",
            ),
            "flipped": Wrong(
                lambda deposit, size, short, bitcoin, ether: (
                    owned(deposit, size, -short, bitcoin, ether) - needed(size, short, bitcoin, ether)
                ),
                did="counted the short as a long",
                ask="Who wins when ETH falls to {ether}?",
            ),
        },
        hints=(
            "What do you own now, and how much of it must stay?",
            "Add what both legs have won to the deposit, where a loss is a minus.",
            "Then take off 0.5 % of what your BTC are worth and 1 % of what your ETH are worth.",
        ),
        solution="""
            You own {deposit} + {size} x ({bitcoin} - 100) - {short} x ({ether} - 100). Off that you take 0.005 x {size}
            x {bitcoin} and 0.01 x {short} x {ether}, which leaves {answer} USDT.
        """,
        note="What a pool owns and what it may lose are two different numbers.",
        code="owned = g.deposit + g.size * (g.bitcoin - 100) - g.short * (g.ether - 100)\n"
        "answer = owned - 0.005 * g.size * g.bitcoin - 0.01 * g.short * g.ether",
        extra=True,
    ),
    Item(
        id="03-october",
        objective="hedge",
        format="numeric",
        prompt="""
            On 10 October 2025 the price of BTC at Binance fell to 82.87 % of where the day began. A pool of {deposit}
            USDT was long {size} BTC and short {short} ETH, both from 100 USDT. Suppose that ETH fell as far. How much
            was in the pool at the lowest price?
        """,
        draw=lambda draw: {
            "deposit": draw.integer(210, 300, 10),
            "size": draw.integer(7, 12),
            "short": draw.integer(2, 5),
        },
        oracle=lambda deposit, size, short: owned(deposit, size, short, LOWEST, LOWEST),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "alone": Wrong(
                lambda deposit, size, short: owned(deposit, size, 0 * short, LOWEST, LOWEST),
                right="if the short had won nothing",
                ask="What does a short of {short} ETH win in that fall?",
            ),
            "added": Wrong(
                lambda deposit, size, short: owned(deposit, size, -short, LOWEST, LOWEST),
                did="let the short lose as well",
                ask="Which of your legs wins when both prices fall?",
            ),
            "less-need": Wrong(
                lambda deposit, size, short: spare(deposit, size, short, LOWEST, LOWEST),
                found="what the pool could still lose",
                ask="Is the maintenance margin gone, or is it still in the pool?",
            ),
            "share": Wrong(
                lambda deposit, size, short: deposit * LOWEST / ENTRY + 0 * size * short,
                did="let the deposit fall by as much as the price",
                ask="How many coins lose, and how many win?",
            ),
        },
        hints=(
            "How many USDT did each BTC lose, and how many did each ETH win for you?",
            "Both prices moved by 17.13 USDT, so only the difference of the two sizes counts.",
            "Take size - short coins times 17.13 USDT off the deposit.",
        ),
        solution="""
            Your BTC lost {size} x 17.13 USDT and your ETH won {short} x 17.13, so {size} - {short} coins were left
            without a hedge. Take that off {deposit}, and {answer} USDT were in the pool.
        """,
        note="Where both prices move alike, a hedge of half the size takes half the loss.",
        code="answer = g.deposit - (g.size - g.short) * 17.13",
        extra=True,
    ),
)
