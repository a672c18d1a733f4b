"""Items on the chance that any pool, all pools and the one pool fail."""

from functools import lru_cache
from typing import Any

from marginlib.course.isolated_versus_cross.account import ENTRY, MARKETS, book
from marginlib.learn.answers import sequence
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import basket, cross, isolated
from marginlib.walk import walk


def judge_swing(answer: Any, leverage: int) -> Verdict | str:
    """A path that closes both legs of a hedge in isolated mode, and never the pool of both."""
    path = sequence(answer)
    if not path or path[0] != ENTRY or min(path) <= 0:
        return Verdict("✗", "not yet: a path is a list of prices above zero that begins at 100.")
    hedge, way = book(leverage, -leverage), [[price, price] for price in path]
    closed = [end.time is not None for end in walk(hedge, isolated, way)[:2]]
    if not any(closed):
        return "nobody"
    if not all(closed):
        return "one"
    return "pool" if walk(hedge, cross, way)[0].time is not None else Verdict("✓", "")


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
        return Verdict("✗", "not yet: a list of three labels is wanted, one each for BTC, ETH and SOL.")
    labels = tuple(str(list(answer).index(label)) for label in answer)
    something, everything = chances(labels, correlation)
    if something >= some:
        return "isolated"
    return "cross" if everything >= every else Verdict("✓", "")


CHANCES = (
    Item(
        id="04-hook",
        objective="chances",
        format="predict",
        prompt="""
            Ada and Bo deposit 300 USDT each and hold the same three longs of 1,000 USDT: BTC, ETH, SOL. Volatility is
            80 % a year, correlation 0.6. Ada isolates them, with 100 USDT behind each. Bo keeps everything in one
            pool. What is true of the coming week?
        """,
        choices=(
            "Ada is safer: she is less likely to lose a position, and less likely to lose them all.",
            "Bo is safer: he is less likely to lose a position, and less likely to lose them all.",
            "Ada is more likely to lose a position, Bo is more likely to lose them all.",
            "Bo is more likely to lose a position, Ada is more likely to lose them all.",
        ),
        named={"C": '"Ada rather one, Bo rather all"', "D": '"Bo rather one, Ada rather all"'},
        oracle=lambda: "C",
        wrong={
            "walls": Wrong("A", "taking walls for safety: each of her pools is small, and any of three may fail"),
            "pool": Wrong("B", "taking size for safety: when the one pool fails, everything in it fails at once"),
            "swapped": Wrong(
                "D", "the pair the wrong way round: one pool fails as a whole, small ones fail one by one"
            ),
        },
        hints=(
            "How many things can fail for Ada, and how many for Bo?",
            "When BTC falls alone, who is helped by ETH and SOL?",
            "When Bo fails, what is left to him?",
        ),
        solution="""
            in 61 % of weeks some position of Ada is closed; for Bo it is 30 %. But Bo then loses all he has. Ada
            loses all three in 17 % of weeks.
        """,
        note="any of three fails more often than their sum, and their sum fails more often than all three.",
    ),
    Item(
        id="04-any",
        objective="chances",
        format="numeric",
        prompt="""
            {count} isolated pools are each liquidated with a chance of {percent} % in a week, each independent of the
            others. How likely is it that at least one of them is?
        """,
        draw=lambda draw: {"count": draw.integer(3, 6), "percent": draw.integer(6, 20)},
        oracle=lambda count, percent: 100 * (1 - (1 - percent / 100) ** count),
        unit="%",
        tolerance=0.05,
        wrong={
            "added": Wrong(
                lambda count, percent: count * percent,
                "adding the chances: weeks in which two pools fail are counted twice",
            ),
            "all": Wrong(
                lambda count, percent: 100 * (percent / 100) ** count,
                "multiplying the chances of failing: that is the chance that all of them fail",
            ),
            "none": Wrong(
                lambda count, percent: 100 * (1 - percent / 100) ** count,
                "stopping at the chance that none fails: the question is about the other weeks",
            ),
        },
        hints=(
            "What is the opposite of at least one?",
            "The chance that one pool survives is the rest of a hundred. And all of them?",
            "Multiply the chances of surviving, then take that from one.",
        ),
        solution="1 - (1 - {percent} %) to the power {count} is {answer} %.",
        note="the more pools, the more often something fails somewhere.",
        code="answer = 100 * (1 - (1 - g.percent / 100) ** g.count)",
    ),
    Item(
        id="04-order",
        objective="chances",
        format="order",
        prompt="""
            Equal longs from one deposit, one jump of all prices. Put the events in order, from the least likely to
            the most likely.
        """,
        steps=(
            "every isolated pool fails",
            "the one pool of cross fails",
            "at least one isolated pool fails",
        ),
        wrong={
            "pool-first": Wrong(
                (1, 0, 2), "thinking that the pool is the last to fail: where each part lacks money, the sum does, too"
            ),
            "pool-last": Wrong(
                (0, 2, 1), "thinking that the pool fails most of all: where the sum lacks money, some part does"
            ),
            "reversed": Wrong((2, 1, 0), "the order turned round: any is easier to meet than all"),
        },
        hints=(
            "Take a jump in which the sum of three equities is below zero. What do you know of the three?",
            "Take one in which each of the three is below zero. What do you know of the sum?",
            "One event contains the next, like boxes in boxes.",
        ),
        solution="""
            where all lack money, their sum does; where the sum does, some part does. So all, then the sum, then any.
        """,
        note="each event lies inside the next one, whatever the chances are.",
    ),
    Item(
        id="04-hedge",
        objective="chances",
        format="choice",
        prompt="""
            A long in BTC and a short in ETH, equal in size, correlation 0.9. Prices swing for a month. In which mode
            are you more likely to find both legs closed at the end?
        """,
        choices=("Isolated.", "Cross.", "The same in both."),
        oracle=lambda: "A",
        wrong={
            "longs": Wrong("B", "the rule for longs: the legs of a hedge need not fail at the same moment"),
            "same": Wrong("C", "looking at one moment: over a month there is time for one leg after the other"),
        },
        hints=(
            "What happens to the two legs when both prices fall? And when they rise?",
            "The sum of the legs hardly moves.",
            "Over time, a fall can take one leg and a rise the other.",
        ),
        solution="""
            a fall closes the isolated long, a rise the isolated short, one after the other. In one pool they pay for
            each other.
        """,
        note="walls inside a hedge cut it in two.",
    ),
    Item(
        id="04-swing",
        objective="chances",
        format="adversarial",
        prompt="""
            A long and a short of {leverage} units each from 100 USDT, each with 100 USDT posted, maintenance 0.5 %.
            Both follow the same price. Find a path, a list that begins at 100, that closes both legs in isolated mode
            and never closes one pool of both.
        """,
        draw=lambda draw: {"leverage": draw.choice((4, 5, 8, 10))},
        judge=judge_swing,
        hand_in="a list of prices that begins at 100",
        wrong={
            "nobody": Wrong([100, 101, 99], "moves that close nobody: compute how far each leg can go"),
            "one": Wrong([100, 70, 72], "moving one way only: that closes one leg, and the other one gains"),
            "pool": Wrong([100, 70, 10_000], "going so far that even the pool cannot cover maintenance"),
        },
        hints=(
            "Which move closes the long? Which one the short?",
            "In the pool the legs cancel: it holds 200 USDT at every price.",
            "Go below the liquidation price of the long, then above that of the short.",
        ),
        solution="""
            down past the liquidation price of the long, then up past that of the short. The pool holds 200 USDT
            throughout.
        """,
        note="there was time for both legs to die, one by one.",
        code="answer = [100, 100 * (1 - 1.1 / g.leverage), 100 * (1 + 1.1 / g.leverage)]",
        extra=True,
    ),
    Item(
        id="04-split",
        objective="chances",
        format="design",
        prompt="""
            Ada wants to lose a position in less than {some} % of weeks, and all of them in less than {every} %. Her
            three longs: 10 units from 100 USDT, 100 USDT posted, maintenance 0.5 %, volatility 80 %, correlation
            {correlation}. Give a list of three labels, for BTC, ETH and SOL: equal labels share a pool. Each split is
            simulated.
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
            "isolated": Wrong(["a", "b", "c"], "too many walls: some position is closed more often than she wants"),
            "cross": Wrong(["a", "a", "a"], "too few walls: everything is closed more often than she wants"),
        },
        hints=(
            "One pool for all meets one of the wishes, three pools the other.",
            "There is something between one pool and three.",
            "Let two positions share a basket.",
        ),
        solution="""
            two positions in one basket and the third on its own: both chances lie between those of the extremes.
        """,
        note="a mode is a partition: there are more than two of them.",
        code='answer = ["a", "a", "b"]',
        extra=True,
    ),
)
