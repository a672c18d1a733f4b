"""Items on crowds: why a tick may cost ten percent."""

from marginlib.cascade import Ladder
from marginlib.course.cascades.account import CROWDS, DEEPEST, START, line
from marginlib.course.cascades.drawn import drawn, steps
from marginlib.learn.items import Item, Wrong

LINES = tuple(line(leverage) for leverage in CROWDS)
UNITS, PUSH, COUNT, HIGHEST = 10.0, 0.05, 10, 98.0  # of 08-cliff
HAIR, DUST = 1e-6, 1e-9  # USDT


def two_crowds(first: float, second: float, push: float, shock: float) -> float:
    """Fall in percent where both crowds have fallen that fall.

    >>> round(two_crowds(200, 200, 0.025, 4.6), 6), round(two_crowds(190, 200, 0.025, 4.6), 6)
    (14.6, 9.35)
    """
    ladder = Ladder(LINES, [float(first), float(second)], lambda closed: push * closed)
    return START - ladder.shock(START - shock).price


def _other(first: float, second: float, push: float, shock: float) -> float:
    """The same with the second crowd taken for the other one, fallen or standing."""
    both = two_crowds(first, second, push, shock) > shock + first * push + DUST
    return shock + first * push + (0.0 if both else second * push)


def _even(first: float, second: float, push: float, shock: float) -> float:
    n = (first + second) / DEEPEST * push
    return shock / (1 - n) if n < 1 else START


CLIFF = (
    Item(
        id="08-crowds",
        objective="cliff",
        format="numeric",
        prompt="""
            {first} longs of one unit are closed below 95.4774 USDT and {second} more below 90.4523. Each unit that is
            sold pushes the price by {push:g} USDT. A shock of {shock:g} % arrives at 100. By how many percent has the
            price fallen at the end?
        """,
        draw=drawn(
            {
                "first": range(100, 300, 20),
                "second": range(100, 300, 20),
                "push": (0.015, 0.02, 0.025, 0.03, 0.035),
                "shock": steps(4.6, 5.4, 0.1),
            },
            (
                lambda first, second, push, shock: (
                    shock + push * (first + second * (shock + push * first > START - LINES[1]))
                ),
                lambda shock, **_: shock,
                lambda first, second, push, shock: (
                    shock + push * (first + second * (shock + push * first <= START - LINES[1]))
                ),
                _even,
            ),
            0.1,
        ),
        oracle=two_crowds,
        unit="%",
        tolerance=0.02,
        wrong={
            "alone": Wrong(
                lambda shock, **_: shock,
                found="the shock alone",
                ask="On which side of 95.48 is the price after it?",
            ),
            "other": Wrong(
                _other,
                did="did not compare the price after the first sales with the second line",
                ask="Is it above 90.45 or below when the first {first} are sold?",
            ),
            "even": Wrong(
                _even,
                right="if the longs were spread evenly from 100 to 80",
                ask="Where do the {first} and the {second} stand?",
            ),
        },
        hints=(
            "Who falls at once, and how far do their sales push?",
            "The first crowd sells {first} units. Add what they push to the shock.",
            "You compare that with 100 - 90.4523, and only if it is more does the second crowd sell.",
        ),
        solution="""
            The first {first} push by {first} x {push:g}. You compare the fall with 9.5477 %, which is where the second
            crowd stands, and find that it ends at {answer} %.
        """,
        note="A crowd does nothing until it is reached, and then it does everything at once.",
        section="A staircase",
        code="""
fall = g.shock + g.first * g.push
answer = fall + g.second * g.push if 100 - fall < 90.4523 else fall
""".strip(),
    ),
    Item(
        id="08-explain",
        objective="cliff",
        format="choice",
        prompt="""
            Put all longs at round leverages. For every shock up to 4.5 % the price ends exactly where the shock puts
            it, even at a branching ratio of 1.2. Why?
        """,
        choices={
            "buyers": "Buyers wait above a crowd and hold the price, until a shock is too large for them.",
            "nobody": "Nobody has a line so near, so nothing is sold.",
            "ratio": "The ratio is below 1 there, and it passes 1 when the crowd sells.",
            "magnet": "The crowd draws the price towards it, but small shocks are too weak to follow.",
        },
        named={"nobody": "nobody stands there"},
        oracle=lambda: "nobody",
        wrong={
            "buyers": Wrong(
                "buyers", did="looked for somebody who buys", ask="What does the model say about who buys above 95.48?"
            ),
            "ratio": Wrong(
                "ratio",
                did="took the number on the knob for what happens at each price",
                ask="How many longs does the first unit of fall liquidate here?",
            ),
            "magnet": Wrong(
                "magnet", right="if a long could sell before it is closed", ask="What does a crowd do before it is met?"
            ),
        },
        hints=(
            "Look for the first step of your staircase. Where does it begin?",
            "What is sold while the price is between 100 and 95.48?",
            "A ratio counts how many are liquidated by a push. You need a push first.",
        ),
        solution="""
            The highest line is at 95.48, so a price above that closes nobody. Without a closed long nothing is sold and
            nothing pushes, whatever a unit would push.
        """,
        note="The average ratio says nothing about a place where nobody stands.",
    ),
    Item(
        id="08-order",
        objective="cliff",
        format="order",
        prompt="""
            The same 400 longs meet a shock of 4.6 % in four worlds. Put these in order, from the smallest fall at the
            end to the largest.
        """,
        steps=(
            "two crowds, all that is closed is taken over",
            "spread evenly, with a ratio of 0.3",
            "spread evenly, with a ratio of 0.5",
            "two crowds, with a ratio of 0.5 if spread evenly",
        ),
        wrong={
            "average": Wrong(
                (0, 1, 3, 2),
                did="took crowds for something calmer than an even spread",
                ask="What do 200 sales at once reach that stands five percent lower?",
            ),
            "closed": Wrong(
                (1, 2, 0, 3),
                did="let longs push the price that nobody sells",
                ask="How far does a long push that is taken over?",
            ),
            "reversed": Wrong((3, 2, 1, 0), did="began with the largest", ask="Which world should stand first?"),
        },
        hints=(
            "In which of the worlds does nobody sell anything?",
            "With an even spread you divide the shock by 1 minus the ratio.",
            "For the crowds you ask whether the first one pushes the price onto the second.",
        ),
        solution="""
            What is taken over pushes nothing, so that world ends at 4.6 %. You find 6.6 and 9.2 % for the two even
            spreads, and 14.6 % for the crowds.
        """,
        note="Where people stand can matter more than how thin a market is.",
    ),
    Item(
        id="08-why",
        objective="cliff",
        format="explain",
        prompt="""
            A friend says that one liquidation always causes the next, like dominoes. In your own words, how many does
            one cause, when does it end, and when does it take everybody?
        """,
        points=(
            "It says that one causes a certain number of others on average, the branching ratio.",
            "It says that below 1 a cascade ends by itself.",
            "It says that where the next one stands decides, so a crowd may fall as a whole.",
            "It names something that makes it worse or better, such as buyers who leave, or takeovers.",
        ),
        wrong={
            "dominoes": Wrong(
                r"\b(always|never (stops?|ends?)|unstoppable|until nobody|no end)\b",
                right="if each one liquidated at least one other",
                ask="What happens to rounds of which each is half of the one before?",
            ),
            "magnet": Wrong(
                r"\b(magnet|attracts?|draws? the price|pulls? the price)\b",
                right="if a crowd could sell before it is reached",
                ask="What did the crowd do while the shock was 4.5 %?",
            ),
        },
        hints=(
            "Begin with one that falls. How many fall because of it, in an even spread?",
            "You have seen rounds that shrink, and you have seen a step.",
            "Say what the number 1 divides, and what no average knows.",
        ),
        solution="""
            One liquidation causes as many others as its sale can reach, which is the branching ratio on average. Below
            1 the rounds shrink and it ends. It takes everybody where a crowd stands within reach, or where buyers leave
            while the price falls.
        """,
        note="Dominoes stand at equal distances, and traders do not.",
    ),
    Item(
        id="08-stop",
        objective="cliff",
        format="numeric",
        prompt="""
            {first} longs of one unit are closed below 95.4774 USDT, and a second crowd stands at 90.4523. Each sold
            unit pushes by {push:g} USDT, and a shock of {shock:g} % arrives at 100. Which share of the first crowd must
            at least be taken over and not sold, in percent, so that the second one stands?
        """,
        draw=drawn(
            {"first": range(220, 400, 20), "push": (0.025, 0.03, 0.035), "shock": steps(4.6, 5.4, 0.1)},
            (
                lambda first, push, shock: 100 * (1 - (START - LINES[1] - shock) / (first * push)),
                lambda first, push, shock: 100 * (START - LINES[1] - shock) / (first * push),
                lambda first, push, shock: 100 * (1 - (10 - shock) / (first * push)),
                lambda first, push, **_: 100 * (1 - (START - LINES[1]) / (first * push)),
            ),
            1.0,
        ),
        oracle=lambda first, push, shock: 100 * (1 - (START - LINES[1] - shock) / (first * push)),
        unit="%",
        tolerance=0.1,
        wrong={
            "rest": Wrong(
                lambda first, push, shock: 100 * (START - LINES[1] - shock) / (first * push),
                found="the share that may be sold",
                ask="What is done with the others?",
            ),
            "bankruptcy": Wrong(
                lambda first, push, shock: 100 * (1 - (10 - shock) / (first * push)),
                did="let the second crowd stand until it is bankrupt",
                ask="At which price does the venue close a long at 10x?",
            ),
            "shock": Wrong(
                lambda first, push, **_: 100 * (1 - (START - LINES[1]) / (first * push)),
                did="left out how far the shock has brought the price already",
                ask="How far is it from the price after the shock to the second line?",
            ),
        },
        hints=(
            "How far may the price fall in all before the second crowd falls?",
            "You have 100 - 90.4523, and the shock has used a part of that.",
            "Divide what is left by {first} x {push:g}, which is what all of them would push.",
        ),
        solution="""
            Sales may push by 9.5477 - {shock:g} at most, and all {first} would push by {first} x {push:g}. You take
            over the rest, which is {answer} %.
        """,
        note="Often a small share is enough, if it is taken at the right moment.",
        code="answer = 100 * (1 - (100 - 90.4523 - g.shock) / (g.first * g.push))",
        extra=True,
    ),
)
