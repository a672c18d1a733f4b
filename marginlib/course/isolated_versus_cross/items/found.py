"""Items in which a jump, a path or a split is looked for, and tried out."""

from functools import lru_cache
from typing import Any

from marginlib.course.isolated_versus_cross.account import ENTRY, MARKETS, book
from marginlib.learn.answers import pairs, sequence
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import basket, cross, isolated
from marginlib.walk import walk

LOWEST, HIGHEST = 50, 150  # prices that a jump of the adversary may reach


def judge_apart(answer: Any, more: float) -> Verdict | str:
    """Prices after one jump that leave `more` in isolated pools than in one."""
    prices = sequence(answer)
    if len(prices) != len(MARKETS) or not all(LOWEST <= price <= HIGHEST for price in prices):
        return Verdict("✗", "Not yet. Three prices from 50 to 150 are wanted, for BTC, ETH and SOL.")
    jump = [[ENTRY] * len(MARKETS), prices]
    alone = walk(book(), isolated, jump, between=False)[: len(MARKETS)]
    if not any(end.bad_debt for end in alone):
        return "nobody"
    if not any(end.left for end in alone):
        return "together"
    if sum(end.left for end in alone) - walk(book(), cross, jump, between=False)[0].left < more:
        return Verdict("✗", "Not yet. Ada keeps more than Bo, but not by as much as is asked.")
    return Verdict("✓", "")


def judge_swing(answer: Any, leverage: int) -> Verdict | str:
    """A path that closes both legs of a hedge in isolated mode, and never the pool of both."""
    path = sequence(answer)
    if not path or path[0] != ENTRY or min(path) <= 0:
        return Verdict("✗", "Not yet. A path is a list of prices above zero that begins at 100.")
    hedge, way = book(leverage, -leverage), [[price, price] for price in path]
    closed = [end.time is not None for end in walk(hedge, isolated, way)[:2]]
    if not any(closed):
        return "nobody"
    if not all(closed):
        return "one"
    return "pool" if walk(hedge, cross, way)[0].time is not None else Verdict("✓", "")


def judge_unnested(answer: Any, leverage: int) -> Verdict | str:
    """A path of two prices that closes both longs in isolated mode, and never the pool of both."""
    path = pairs(answer)
    if not path or path[0] != (ENTRY, ENTRY) or min(map(min, path)) <= 0:
        return Verdict("✗", "Not yet. A path is a list of pairs of prices above zero that begins at (100, 100).")
    longs = book(leverage, leverage)
    closed = [end.time is not None for end in walk(longs, isolated, path)[:2]]
    if not all(closed):
        return "one" if any(closed) else "nobody"
    return "together" if walk(longs, cross, path)[0].time is not None else Verdict("✓", "")


@lru_cache
def chances(labels: tuple[str, ...], correlation: float) -> tuple[float, float]:
    """Percent of weeks in which some basket of three longs is closed, and in which every one is."""
    from marginlib.probability import Motion, fates  # a third of a second, needed only where a split is judged

    prices = dict.fromkeys(MARKETS, ENTRY)
    found = fates(book(), {"split": basket(labels)}, prices, Motion(0.8, 7 / 365, correlation))["split"]
    return 100 * float(found.any_fails.value), 100 * float(found.ruin.value)


def judge_split(answer: Any, correlation: float, some: float, every: float) -> Verdict | str:
    """Baskets whose chances, by simulation, stay under both limits."""
    if not isinstance(answer, (list, tuple)) or len(answer) != len(MARKETS):
        return Verdict("✗", "Not yet. A list of three labels is wanted, one each for BTC, ETH and SOL.")
    labels = tuple(str(list(answer).index(label)) for label in answer)
    something, everything = chances(labels, correlation)
    if something >= some:
        return "isolated"
    return "cross" if everything >= every else Verdict("✓", "")


FOUND = (
    Item(
        id="04-apart",
        objective="jump",
        format="adversarial",
        prompt="""
            Ada and Bo hold three longs each, of 10 units from 100 USDT with 100 USDT put in for each. Find prices for
            BTC, ETH and SOL, from 50 to 150 in a list, so that one jump to them leaves Ada at least {more} USDT more
            than Bo.
        """,
        draw=lambda draw: {"more": draw.integer(60, 180, 20)},
        judge=judge_apart,
        hand_in="a list of three prices, for BTC, ETH and SOL",
        wrong={
            "nobody": Wrong(
                [95, 98, 101],
                did="chose prices that bankrupt nobody",
                ask="How far must one price fall to use up 100 USDT?",
            ),
            "together": Wrong([80, 80, 80], did="emptied every pool alike", ask="Whose money would a wall keep then?"),
        },
        hints=(
            "Walls help where a loss would reach money that is still there.",
            "One position of hers must lose more than its 100 USDT, and the others must not.",
            "What BTC loses beyond 100 USDT is what Bo pays and Ada does not, as long as his other positions can pay.",
        ),
        solution="You let BTC fall until its pool lacks what is asked, and you leave ETH and SOL at 100.",
        note="Walls are worth the most when one position fails alone.",
        code="answer = [100 - (100 + g.more) / 10, 100, 100]",
        extra=True,
    ),
    Item(
        id="04-swing",
        objective="chances",
        format="adversarial",
        prompt="""
            You hold a long and a short of {leverage} units each from 100 USDT, with 100 USDT behind each, and the
            venue wants 0.5 %. Both follow the same price. Find a path, a list that begins at 100, on which both legs
            are closed in isolated mode while one pool of both would live.
        """,
        draw=lambda draw: {"leverage": draw.choice((4, 5, 8, 10))},
        judge=judge_swing,
        hand_in="a list of prices that begins at 100",
        wrong={
            "nobody": Wrong(
                [100, 101, 99], did="moved too little to close either leg", ask="How far can each leg go on 100 USDT?"
            ),
            "one": Wrong([100, 70, 72], did="moved one way only", ask="Which leg gains while the other is closed?"),
            "pool": Wrong(
                [100, 70, 10_000],
                did="went so far that the pool was closed too",
                ask="How much maintenance do both legs need at that price?",
            ),
        },
        hints=(
            "Which move closes your long, and which one your short?",
            "In one pool your legs cancel, so it holds 200 USDT at every price.",
            "Go below the liquidation price of the long, then above that of the short.",
        ),
        solution="""
            You go down past the liquidation price of the long and then up past that of the short. The pool holds 200
            USDT all the way.
        """,
        note="There was time for both legs to die, one by one.",
        code="answer = [100, 100 * (1 - 1.1 / g.leverage), 100 * (1 + 1.1 / g.leverage)]",
        extra=True,
    ),
    Item(
        id="04-unnested",
        objective="chances",
        format="adversarial",
        prompt="""
            You are long {leverage} BTC and {leverage} ETH from 100 USDT, with 100 USDT behind each, and the venue wants
            0.5 %. At any one moment your pool cannot fail while both isolated legs are open. Can both legs be closed
            within a week, and the pool never? Find a path, a list of pairs (BTC price, ETH price) that begins with
            (100, 100).
        """,
        draw=lambda draw: {"leverage": draw.choice((5, 8, 10, 12))},
        judge=judge_unnested,
        hand_in="a list of pairs (BTC price, ETH price) that begins with (100, 100)",
        wrong={
            "nobody": Wrong(
                [(100, 100), (99, 101)],
                did="moved too little to close either leg",
                ask="How far may a price fall on 100 USDT?",
            ),
            "one": Wrong(
                [(100, 100), (70, 140)], did="closed one leg and let the other live", ask="What can still happen to it?"
            ),
            "together": Wrong(
                [(100, 100), (70, 70)],
                did="let both prices fall at once",
                ask="Who pays for one long in the pool when the other loses as well?",
            ),
        },
        hints=(
            "Must both legs be closed at the same moment?",
            "What has the pool while one price is far down and the other far up?",
            "Let BTC fall and ETH rise as far, and then the other way round.",
        ),
        solution="""
            You let BTC fall past its line while ETH rises as far, so your pool has as much as before. Then you turn
            both round, and the second leg is closed while the first price has come back.
        """,
        note="The brackets nest at a moment, and a week has many of them.",
        code="far = 110 / g.leverage\nanswer = [(100, 100), (100 - far, 100 + far), (100 + far, 100 - far)]",
        extra=True,
    ),
    Item(
        id="04-split",
        objective="chances",
        format="design",
        prompt="""
            Ada wants to lose a position in less than {some} % of weeks, and all of them in less than {every} %. She
            holds three longs of 10 units from 100 USDT with 100 USDT behind each, at a volatility of 80 % and a
            correlation of {correlation}. Give her a list of three labels for BTC, ETH and SOL, where equal labels
            share a pool. Your split is simulated.
        """,
        draw=lambda draw: dict(
            zip(
                ("correlation", "some", "every"),
                draw.choice(((0.5, 55, 24), (0.6, 55, 26), (0.7, 53, 28))),
                strict=True,
            )
        ),
        judge=judge_split,
        hand_in="a list of three labels, for BTC, ETH and SOL",
        wrong={
            "isolated": Wrong(
                ["a", "b", "c"], did="drew too many walls", ask="Which two positions could help each other?"
            ),
            "cross": Wrong(
                ["a", "a", "a"],
                did="drew too few walls",
                ask="Which position could keep its money when the others fail?",
            ),
        },
        hints=(
            "One pool for all meets one of her wishes, and three pools meet the other.",
            "There is something between one pool and three.",
            "Let two positions share a basket.",
        ),
        solution="""
            You put two positions into one basket and leave the third on its own, so both chances lie between those of
            the extremes.
        """,
        note="There are more than two ways to draw walls, and each of them is a mode.",
        code='answer = ["a", "a", "b"]',
        extra=True,
    ),
)
