"""The three predictions of lesson 05, and why half of those who meet the line come back."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="05-hook",
    objective="chance",
    format="predict",
    prompt="""
        Your long at 10x is closed where its price meets 90.45 USDT, which is 9.55 % away. Its volatility is 60 % a
        year, or 3.14 % a day. The venue watches all the time, and the price neither drifts nor jumps. Think of all the
        weeks that may come, of which this is one. In what share of them are you liquidated?
    """,
    choices={"day": "About 1 %", "end": "About 12 %", "touch": "About 24 %", "volatility": "About 60 %"},
    named={"day": "about 1 %", "end": "about 12 %", "touch": "about 24 %", "volatility": "about 60 %"},
    figures="exactly 23.9 %",
    oracle=lambda: "touch",
    spoils=("24 %", "23.9", "12.2 %", "49 %", "22.7"),
    wrong={
        "day": Wrong("day", right="if you left after a day", ask="How many days does the price have to come that far?"),
        "end": Wrong(
            "end",
            half="12 % of weeks end below the line",
            turn="come those that meet it and turn back",
            right="if the venue looked once, at the end",
            ask="What happens to you in a week that dips below the line and comes back?",
        ),
        "volatility": Wrong(
            "volatility",
            did="took the volatility for a chance",
            ask="How far does a price move in a week at 60 % a year?",
        ),
    },
    hints=(
        "How large is a typical move of your week, if a year has 60 %?",
        "Your line is a little more than one such move away. How often does a week end beyond that?",
        "Now think of all the weeks that met the line and did not end there.",
    ),
    solution="""
        From the line a price goes up as often as down, so as many weeks come back as end below. By then your long is
        closed.
    """,
    note="A way meets a line about twice as often as it ends beyond it.",
)

MILLION = Item(
    id="05-million",
    objective="looks",
    format="predict",
    prompt="""
        Max does not trust formulas. He lets a computer draw a million weeks of your long, with one price for each day,
        and counts those in which a price lies at or below the line. What does his computer report?
    """,
    choices={
        "more-paths": "The chance of the formula, since a million weeks leave no error",
        "looks": "About 17 %, and more weeks would not change it",
        "noise": "Something between 20 and 28 %, and another number in every run",
        "size": "About 30 %, since the moves of a day are larger than those of an hour",
    },
    named={
        "more-paths": "the chance of the formula",
        "looks": "about 17 %",
        "noise": "something between 20 and 28 %",
        "size": "about 30 %",
    },
    figures="with an error of 0.04 points",
    oracle=lambda: "looks",
    spoils=("17 %", "17.05", "17.1", "0.04"),
    wrong={
        "more-paths": Wrong(
            "more-paths",
            half="a million weeks leave hardly any error",
            turn="all of them miss what happens between two prices",
            right="if the venue looked once a day as well",
            ask="What may a price do between Monday and Tuesday?",
        ),
        "noise": Wrong(
            "noise", right="for a hundred weeks", ask="How far may a share of a million be off by chance alone?"
        ),
        "size": Wrong(
            "size",
            did="let the moves grow with the time between two prices",
            ask="What is missing when only seven prices are known?",
        ),
    },
    hints=(
        "A million is a lot. What could still be wrong in the same way in each of his weeks?",
        "Think of a price that dips while you sleep and is back by morning.",
        "Does his computer count more weeks than there are, or fewer?",
    ),
    solution="""
        His computer sees seven prices a week. A price that dips between two of them is not counted, in any of the
        million weeks.
    """,
    note="More paths make a number precise, and only more looks make it right.",
)

JUMPS = Item(
    id="05-jumps",
    objective="jumps",
    format="predict",
    prompt="""
        The volatility of your coin stays at 60 % a year, but now a quarter of its variance comes in jumps. There are
        about 20 of them a year, of -3 % each, give or take 6 %. The venue watches all the time. What happens to your
        long of a week at 10x?
    """,
    choices={
        "more": "It is liquidated more often, and the loss is yours",
        "others": "It is liquidated less often, and sometimes others pay",
        "variance": "Nothing changes, since the variance is the same as before",
        "fund": "It is liquidated less often, and others never pay",
    },
    named={
        "more": "more often",
        "others": "less often, and sometimes others pay",
        "variance": "no change",
        "fund": "less often, and others never pay",
    },
    figures="with 21.2 % against 23.9 %",
    oracle=lambda: "others",
    spoils=("21.2", "4.5 %", "1.43"),
    wrong={
        "more": Wrong(
            "more",
            right="for a line that is far away",
            ask="Where do the jumps get their share of the variance from?",
        ),
        "variance": Wrong(
            "variance",
            right="if only the spread at the end mattered",
            ask="How do many small moves and a few large ones reach a near line?",
        ),
        "fund": Wrong(
            "fund",
            half="your long is closed less often",
            turn="a jump lands beyond the line",
            right="if the price passed every level on its way",
            ask="Where is the price when a jump is over?",
        ),
    },
    hints=(
        "Your variance is the same, so what the jumps get is taken from the small moves.",
        "Your line is near. Who reaches a near line more often, small moves or rare large ones?",
        "And where does the price stand right after a jump that passed the line?",
    ),
    solution="""
        Small moves find a near line, but they lost variance. And in 4.5 % of weeks a jump lands below 90 USDT, and
        others pay 1.43 USDT on average.
    """,
    note="Under a watch it takes a jump to let others pay.",
)

EXPLAIN = Item(
    id="05-explain",
    objective="chance",
    format="choice",
    prompt="""
        In the explorer the first tank is hatched about half as far as the third, whatever the leverage. Why half?
    """,
    choices={
        "mirror": "Each way that meets the line and ends below it has a mirror image that ends above it.",
        "time": "A price is below the line for about half of the week, so one look finds it half of the time.",
        "posted": "A venue that looks at the end closes only those longs that have lost half of what was posted.",
    },
    oracle=lambda: "mirror",
    wrong={
        "time": Wrong(
            "time",
            did="took the time below the line for the chance of a look",
            ask="What would you see if it met the line in the last hour?",
        ),
        "posted": Wrong(
            "posted",
            did="mixed up what is lost and how often it is lost",
            ask="Is the line of the first tank another one than that of the third?",
        ),
    },
    hints=(
        "Follow one way that has met the line. Which two things may it do from there?",
        "At the line a price goes up as likely as it goes down.",
        "So compare how many ways end below the line with how many come back.",
    ),
    solution="""
        Once a way has met the line, you can turn all of its later moves round. That is as likely, and it ends on the
        other side, so those that come back are as many as those that stay below.
    """,
    note="The first tank counts those below, and the third counts both.",
)
