"""The three predictions of lesson 12, and why a median of three costs what a deeper pool costs."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="12-hook",
    objective="proof",
    format="predict",
    prompt="""
        The code of this venue is audited, it runs inside a chip that signs every step, and the chain of steps is
        complete. Eve has used no password of anybody else, and still 8,000 USDT of other people's money are gone. Where
        is the fault?
    """,
    choices={
        "code": "In a line of the code that the audit has missed",
        "key": "In a key of the chip that somebody has copied",
        "input": "In no step of the machine, but in what it was told",
        "trade": "Nowhere, since traders lose money on some days",
    },
    named={
        "code": "in the code",
        "key": "in a copied key",
        "input": "in what the machine was told",
        "trade": "nowhere",
    },
    figures="because the price was 10 for a block",
    oracle=lambda: "input",
    spoils=("speaks of the machine", "profit of 9,000"),
    wrong={
        "code": Wrong(
            "code",
            did="looked for a bug, because money is gone",
            ask="If every line does what it should, what else can be wrong with a result?",
        ),
        "key": Wrong(
            "key",
            right="if a step had been signed that never ran",
            ask="Which step did the chip sign that it did not run?",
        ),
        "trade": Wrong(
            "trade",
            right="if those who lost had held a position",
            ask="Which trade had the owners of the 8,000 USDT made?",
        ),
    },
    hints=(
        "Go through the steps one by one. Which of them would you call wrong?",
        "A machine computes with what comes in. Who told it the price?",
        "For one block somebody made the price of a small pool ten times the truth.",
    ),
    solution="""
        Eve pushed the pool whose last trade counts, and the venue paid the profit that its code computed. The proof is
        accepted, because nothing in it was changed.
    """,
    note="A proof speaks of the machine, and not of the world.",
)

MEDIAN = Item(
    id="12-median",
    objective="price",
    format="predict",
    prompt="""
        The venue now takes the median of three pools, each as thin as the one that Eve pushed. To push that one cost
        her 1,479 USDT. What does the same lie cost her now?
    """,
    choices={
        "never": "She cannot do it, since a median ignores a false price",
        "same": "1,479 USDT, since she still needs one false price",
        "twice": "2,957 USDT, which is twice as much as before",
        "three": "4,436 USDT, which is three times as much as before",
    },
    named={"never": "that she cannot", "same": "1,479", "twice": "2,957", "three": "4,436"},
    figures="which is what two of these pools cost",
    oracle=lambda: "twice",
    spoils=("10, 10 and 1", "two of three"),
    wrong={
        "never": Wrong(
            "never",
            right="if she could push only one of the pools",
            ask="Which value does a median take when two of three say 10?",
        ),
        "same": Wrong(
            "same",
            did="pushed one pool and left the other two",
            ask="What is the middle of 10, 1 and 1?",
        ),
        "three": Wrong(
            "three",
            did="pushed all three pools",
            ask="Does the middle of three numbers change when the smallest stays where it is?",
        ),
    },
    hints=(
        "If you write down three prices and strike out the highest and the lowest, what is left?",
        "How many of the three must Eve make false, so that what is left is false?",
        "Each pool that she pushes costs the same as the first one.",
    ),
    solution="""
        Eve pushes two pools, and the middle of 10, 10 and 1 is her price. It costs her as much as one pool that is
        twice as deep, and so the lie still pays.
    """,
    note="A median of three is worth two of its pools.",
)

TWO = Item(
    id="12-two",
    objective="proof",
    format="predict",
    prompt="""
        A dishonest host may edit a price, delete a step, run other code, show yesterday's quote or sign with a key of
        its own. It may also go back to an older journal and continue from there, or feed in a false price. You check
        the maker, the code, the nonce, every signature and the chain. Which of the seven pass?
    """,
    choices={
        "none": "None of them, since each leaves a trace",
        "two": "Going back to an older journal, and a false price",
        "code": "Other code, and the quote from yesterday",
        "edit": "An edited price, and a step that was deleted",
    },
    named={"none": "none", "two": "going back and a false price", "code": "other code", "edit": "an edit"},
    figures="while the other five are refused",
    oracle=lambda: "two",
    spoils=("five are refused", "rewound"),
    wrong={
        "none": Wrong(
            "none",
            did="took a signature for a proof of everything",
            ask="What does a check compare when all the steps in front of it are genuine?",
        ),
        "code": Wrong(
            "code",
            right="if nobody asked for the hash of the code and for today's number",
            ask="With what does the verifier compare the code and the nonce?",
        ),
        "edit": Wrong(
            "edit",
            right="if steps were written down without signatures",
            ask="What becomes of a signature when the text under it changes?",
        ),
    },
    hints=(
        "For each of the seven, ask what you could compare it with if you were the verifier.",
        "You look at an older journal, and it is genuine from its first step to its last.",
        "The price is signed as it came in. Who knows what it was outside?",
    ),
    solution="""
        A host that goes back shows steps that the chip has really signed, only fewer of them. A price that was false
        outside is signed like any other. The others change something that a check looks at.
    """,
    note="A check can only refuse what it has something to compare with.",
)

EXPLAIN = Item(
    id="12-explain",
    objective="price",
    format="choice",
    prompt="""
        In the explorer the median of three pools with 1,000 USDT each makes every lie as dear as the last trade in one
        pool with 2,000 USDT does. Why?
    """,
    choices={
        "two": "She has to push two of the pools, and cost grows with depth alone",
        "avg": "The median averages three prices, so that a lie counts for a part",
        "arb": "Others bring the price back twice as fast when there are three",
        "rest": "The third pool pays for half of what the first two have lost",
    },
    named={"two": "two pushes", "avg": "an average", "arb": "faster others", "rest": "the third pool"},
    oracle=lambda: "two",
    wrong={
        "avg": Wrong(
            "avg",
            right="if the price were the mean of the three pools",
            ask="Which of three numbers does a median take, and what do the others count?",
        ),
        "arb": Wrong(
            "arb",
            did="looked at what happens after the block",
            ask="What has Eve taken out before anybody brings the price back?",
        ),
        "rest": Wrong(
            "rest",
            did="let a pool pay that nobody traded with",
            ask="Which pools does she trade with, and which does she leave alone?",
        ),
    },
    hints=(
        "Set the depth to 2,000 and the last trade, and compare what you read with the median.",
        "Which of the three pools does Eve have to touch?",
        "What she pays for a push is the depth times a number that depends on the lie alone.",
    ),
    solution="""
        You need two false prices of three, so you push two pools and leave the third alone. Each push costs its depth
        times the same number, and two times 1,000 is 2,000.
    """,
    note="Sources add up like depth, and only as many as it takes for a majority.",
    section="What a lie costs",
)
