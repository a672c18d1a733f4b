"""Items on the chance that any pool, all pools and the one pool fail."""

from marginlib.learn.items import Item, Wrong

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
                (1, 0, 2),
                did="put the pool before everything else",
                ask="If each of the three lacks money, what do you know of their sum?",
            ),
            "pool-last": Wrong(
                (0, 2, 1), did="put the pool at the end", ask="If the sum lacks money, what do you know of its parts?"
            ),
            "reversed": Wrong(
                (2, 1, 0),
                found="the order from the most likely to the least",
                ask="Is it easier to meet all of three or any of three?",
            ),
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
            "longs": Wrong("B", right="for two longs", ask="Do the legs of a hedge lose at the same moment?"),
            "same": Wrong(
                "C", right="if you looked at one moment only", ask="What can a month do to one leg after the other?"
            ),
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
)
