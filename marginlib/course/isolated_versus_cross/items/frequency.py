"""Exercises on how often something fails: several pools, several weeks, and what lies between the counts."""

from marginlib.learn.items import Item, Wrong

FREQUENCY = (
    Item(
        id="04-intact",
        objective="chances",
        format="numeric",
        prompt="""
            You have {count} isolated pools. Each of them is liquidated in {percent} % of weeks, whatever happens to the
            others. In how many percent of weeks do you keep them all?
        """,
        draw=lambda draw: {"count": draw.integer(3, 7), "percent": draw.choice((6, 8, 9, 10, 12, 15, 18))},
        oracle=lambda count, percent: 100 * (1 - percent / 100) ** count,
        unit="%",
        tolerance=0.05,
        wrong={
            "added": Wrong(
                lambda count, percent: 100 - count * percent,
                did="added the chances and took them from 100",
                ask="How often did you take away a week in which two pools fail?",
            ),
            "any": Wrong(
                lambda count, percent: 100 * (1 - (1 - percent / 100) ** count),
                found="the chance that you lose at least one",
                ask="Which weeks are left?",
            ),
            "one-pool": Wrong(
                lambda count, percent: 100 - percent + 0 * count,
                right="for a single pool",
                ask="How likely is it that the next pool survives as well?",
            ),
            "all": Wrong(
                lambda count, percent: 100 * (percent / 100) ** count,
                found="the chance that you lose all of them",
                ask="What is the chance that one pool survives?",
            ),
        },
        hints=(
            "How likely is it that you keep the first pool?",
            "Each further pool must survive too, and it does not care about the others.",
            "Multiply the chance of surviving by itself, once for each pool you have.",
        ),
        solution="You keep each pool with a chance of 1 - {percent} %. To the power {count} that is {answer} %.",
        note="To keep everything is the hardest wish, and each further wall makes it harder.",
        code="answer = 100 * (1 - g.percent / 100) ** g.count",
        extra=True,
    ),
    Item(
        id="04-back",
        objective="chances",
        format="numeric",
        prompt="""
            Ada has {count} equal pools that fail independently of each other. She loses at least one of them in
            {percent} % of weeks. In how many percent of weeks does a single one of her pools fail?
        """,
        draw=lambda draw: {"count": draw.integer(3, 6), "percent": draw.choice((30, 35, 40, 45, 55, 60))},
        oracle=lambda count, percent: 100 * (1 - (1 - percent / 100) ** (1 / count)),
        unit="%",
        tolerance=0.05,
        wrong={
            "divided": Wrong(
                lambda count, percent: percent / count,
                did="divided by the number of pools",
                ask="In how many of those weeks do two pools fail at once?",
            ),
            "root": Wrong(
                lambda count, percent: 100 * (percent / 100) ** (1 / count),
                right="if all of them had to fail",
                ask="What must each of her pools do in the other weeks?",
            ),
            "same": Wrong(
                lambda count, percent: percent + 0 * count,
                did="gave each pool the chance of all together",
                ask="What happens to that chance when she adds one more pool?",
            ),
            "survives": Wrong(
                lambda count, percent: 100 * (1 - percent / 100) ** (1 / count),
                found="the chance that a single pool survives",
                ask="Which weeks are left for its failure?",
            ),
        },
        hints=(
            "In how many percent of weeks does she keep them all?",
            "That is the chance of one pool to survive, multiplied by itself for each pool she has.",
            "Take the root, one for each of the {count} pools, and ask for the weeks that are left.",
        ),
        solution="""
            She keeps all of them in 100 % - {percent} %. The root of that, with {count} for its degree, is the chance
            that one survives, so one fails in {answer} %.
        """,
        note="Some failing often does not mean that each fails often.",
        code="answer = 100 * (1 - (1 - g.percent / 100) ** (1 / g.count))",
        extra=True,
    ),
    Item(
        id="04-between",
        objective="chances",
        format="numeric",
        prompt="""
            Of a hundred weeks, some pool of Ada's is closed in {some} and Bo's one pool in {pool}. They hold the same
            longs. In how many weeks does Ada lose something while Bo loses nothing?
        """,
        draw=lambda draw: {"some": draw.integer(62, 70), "pool": draw.integer(24, 29)},
        oracle=lambda some, pool: some - pool,
        unit="weeks",
        tolerance=0.2,
        wrong={
            "independent": Wrong(
                lambda some, pool: some * (100 - pool) / 100,
                right="if Bo's pool failed independently of Ada's",
                ask="Can Bo's pool fail in a week in which all of hers stay open?",
            ),
            "pool": Wrong(
                lambda some, pool: pool + 0 * some,
                found="the weeks in which Bo loses",
                ask="Who loses in the other weeks of hers?",
            ),
            "sum": Wrong(
                lambda some, pool: some + pool,
                did="added the weeks of both",
                ask="Which weeks have you counted twice?",
            ),
            "some": Wrong(
                lambda some, pool: some + 0 * pool,
                found="all the weeks in which Ada loses",
                ask="In how many of them does Bo lose as well?",
            ),
        },
        hints=(
            "Can Bo lose in a week in which all of Ada's pools stay open?",
            "Each of his weeks is one of hers. Draw one bracket inside the other.",
            "Take his bracket away from hers, and see how many weeks she has left.",
        ),
        solution="""
            Each of Bo's {pool} weeks is one of Ada's {some}, because what his sum lacks some part of hers lacks. So
            {answer} weeks are hers alone.
        """,
        note="Where one event lies inside another, you may take away instead of multiplying.",
        code="answer = g.some - g.pool",
        extra=True,
    ),
    Item(
        id="04-expected",
        objective="chances",
        format="numeric",
        prompt="""
            You have {count} isolated pools that tend to fail together. Each is closed in {percent} % of weeks. How many
            of them are closed in an average week?
        """,
        draw=lambda draw: {"count": draw.integer(4, 7), "percent": draw.integer(16, 40)},
        oracle=lambda count, percent: count * percent / 100,
        unit="pools",
        tolerance=0.005,
        wrong={
            "any": Wrong(
                lambda count, percent: 1 - (1 - percent / 100) ** count,
                found="the chance that at least one is closed, if they failed independently",
                ask="What does a week count in which three of them are closed?",
            ),
            "one-pool": Wrong(
                lambda count, percent: percent / 100 + 0 * count,
                right="for a single pool",
                ask="What do the others add?",
            ),
            "all": Wrong(
                lambda count, percent: float(count) + 0 * percent,
                right="if every week closed all of them",
                ask="In how many of a hundred weeks is each pool closed?",
            ),
            "percent": Wrong(
                lambda count, percent: float(count * percent),
                found="how many are closed in a hundred weeks",
                ask="How many is that in one?",
            ),
        },
        hints=(
            "Look at a hundred weeks. In how many of them do you lose your first pool?",
            "Count the closings of all your pools in those hundred weeks.",
            "Does it change that count whether they fall into the same weeks or into different ones?",
        ),
        solution="""
            In a hundred weeks you count {percent} closings of each pool and {count} times as many of all. That is
            {answer} a week, whether they come together or not.
        """,
        note="Averages add up whatever the correlation is, and chances do not.",
        code="answer = g.count * g.percent / 100",
        extra=True,
    ),
)
