"""Items on the chance that any pool, all pools and the one pool fail."""

from marginlib.learn.items import Item, Wrong

CHANCES = (
    Item(
        id="04-hook",
        objective="chances",
        format="predict",
        prompt="""
            Two weeks of Ada and Bo play above. Both put in 300 USDT and bought 1,000 USDT each of BTC, ETH and SOL.
            Ada has a wall around each of the three, and Bo has one pool. Which of them is safer in the coming weeks?
        """,
        choices=(
            "Ada is safer, for keeping all three positions and for keeping at least something.",
            "Bo is safer, for keeping all three positions and for keeping at least something.",
            "Bo keeps all three positions more often, and Ada keeps something more often.",
            "Ada keeps all three positions more often, and Bo keeps something more often.",
        ),
        named={
            "A": "Ada for both",
            "B": "Bo for both",
            "C": "Bo for all three, Ada for something",
            "D": "Ada for all three, Bo for something",
        },
        spoils=("61", "61.4", "in 16", "16.7", "30.4"),
        oracle=lambda: "C",
        wrong={
            "walls": Wrong("A", did="took walls for safety", ask="How many small pools can fail for Ada?"),
            "pool": Wrong("B", did="took size for safety", ask="What is left to Bo when his one pool fails?"),
            "swapped": Wrong(
                "D", did="turned the pair round", ask="Which of the two can lose one position and keep the others?"
            ),
        },
        hints=(
            "How many things can fail for Ada, and how many for Bo?",
            "When BTC falls alone, who is helped by ETH and SOL?",
            "When Bo fails, what is left to him?",
        ),
        solution="""
            Some pool of Ada's was closed in 61 of these hundred weeks, and Bo's in 30. But his was his only one, while
            all three of hers were closed in 16.
        """,
        note="Any of three fails more often than their sum, and the sum more often than all three.",
    ),
    Item(
        id="04-explain",
        objective="chances",
        format="choice",
        prompt="""
            Look at the columns once more. Bo's block has no coloured column outside the bracket "some of Ada's",
            whatever you do with the knobs. Why?
        """,
        choices=(
            "When a sum is short of money, one of its parts must be.",
            "One large pool falls more slowly than three small ones do.",
            "The three prices move together in most of these weeks.",
        ),
        oracle=lambda: "A",
        wrong={
            "slower": Wrong(
                "B",
                did="compared how high the levels are",
                ask="How many USDT does Bo lose when all three of Ada's pools lose ten?",
            ),
            "together": Wrong(
                "C", right="if it stopped at a correlation of 0", ask="What do you see when you set it to 0?"
            ),
        },
        hints=(
            "Write down three amounts whose sum is below zero.",
            "Can you find three amounts above zero whose sum is below it?",
            "Bo owns what Ada's three pools own together, as long as all of them are open.",
        ),
        solution="""
            As long as all of Ada's pools are open, Bo owns their sum. If that sum no longer covers what the venue
            wants, at least one of the three does not cover its own share, so she has lost a pool by then.
        """,
        note="This holds at every moment and for every correlation, so the bracket can never be too short.",
    ),
    Item(
        id="04-any",
        objective="chances",
        format="numeric",
        prompt="""
            You have {count} isolated pools. Each is liquidated with a chance of {percent} % in a week, whatever
            happens to the others. How likely is it that you lose at least one of them?
        """,
        draw=lambda draw: {"count": draw.integer(3, 6), "percent": draw.integer(6, 16)},
        oracle=lambda count, percent: 100 * (1 - (1 - percent / 100) ** count),
        unit="%",
        tolerance=0.05,
        wrong={
            "added": Wrong(
                lambda count, percent: count * percent,
                did="added the chances",
                ask="How often did you count a week in which two pools fail?",
            ),
            "all": Wrong(
                lambda count, percent: 100 * (percent / 100) ** count,
                found="the chance that all of them fail",
                ask="Is one failure not enough here?",
            ),
            "exactly-one": Wrong(
                lambda count, percent: count * percent * (1 - percent / 100) ** (count - 1),
                found="the chance that exactly one of them is",
                ask="Which weeks with two or more did you leave out?",
            ),
            "expected": Wrong(
                lambda count, percent: count * percent / 100,
                found="how many of them are liquidated on average",
                ask="In how many of a hundred weeks does anything happen at all?",
            ),
            "one-pool": Wrong(
                lambda count, percent: percent + 0 * count,
                right="for a single pool",
                ask="What do the other pools add to the danger?",
            ),
            "none": Wrong(
                lambda count, percent: 100 * (1 - percent / 100) ** count,
                found="the chance that none of them fails",
                ask="Which weeks does that leave for the answer?",
            ),
        },
        hints=(
            "What is the opposite of losing at least one?",
            "You keep one pool with a chance of 100 % less {percent} %. And all of them?",
            "Multiply the chances of surviving, one for each pool you have, then take that from one.",
        ),
        solution="""
            You keep all of them with a chance of (1 - {percent} %) to the power {count}, and the rest is {answer} %.
        """,
        note="The more pools you have, the more often something fails somewhere.",
        code="answer = 100 * (1 - (1 - g.percent / 100) ** g.count)",
    ),
    Item(
        id="04-order",
        objective="chances",
        format="order",
        prompt="""
            Ada and Bo hold equal longs, and all prices jump once. Put the three events in order, from the least likely
            to the most likely.
        """,
        steps=(
            "every pool of Ada's fails",
            "Bo's one pool fails",
            "at least one pool of Ada's fails",
        ),
        wrong={
            "pool-first": Wrong(
                (1, 0, 2),
                did="put Bo's pool before everything else",
                ask="If each of the three lacks money, what do you know of their sum?",
            ),
            "pool-last": Wrong(
                (0, 2, 1), did="put Bo's pool at the end", ask="If the sum lacks money, what do you know of its parts?"
            ),
            "reversed": Wrong(
                (2, 1, 0),
                found="the order from the most likely to the least",
                ask="Is it easier to meet all of three or any of three?",
            ),
        },
        hints=(
            "Take a jump after which Bo owns less than nothing. What do you know of Ada's three pools?",
            "Take one after which each of Ada's pools is below zero. What does Bo own then?",
            "One event contains the next, like boxes in boxes.",
        ),
        solution="""
            If all of Ada's pools lack money, so does their sum, which is Bo's pool. If the sum lacks money, some part
            of it does.
        """,
        note="Each event lies inside the next one, whatever the chances are.",
    ),
    Item(
        id="04-hedge",
        objective="chances",
        format="choice",
        prompt="""
            Ada and Bo give up their three longs. Each now has a long in BTC and a short in ETH, 10x in all, and the
            two prices move closely together (a correlation of 0.9). A week passes. Whose legs are you more likely to
            find both closed?
        """,
        choices=("Ada's, behind walls.", "Bo's, in one pool.", "Both of them alike."),
        oracle=lambda: "A",
        wrong={
            "longs": Wrong("B", right="for two longs", ask="Do the legs of a hedge lose at the same moment?"),
            "same": Wrong(
                "C", right="if you looked at one moment only", ask="What can a week do to one leg after the other?"
            ),
        },
        hints=(
            "What happens to each of the two legs when both prices fall? And when they rise?",
            "What does Bo's pool gain and lose when both prices move alike?",
            "Who can lose the one leg on Monday, and the other on Thursday?",
        ),
        solution="""
            A fall closes Ada's long, and a later rise closes her short as well. In Bo's pool the leg that gains pays
            for the one that loses.
        """,
        note="A wall inside a hedge cuts it in two.",
    ),
)
