"""The three predictions of lesson 11, and why the pay of a call ends where it does."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="11-hook",
    objective="keep",
    format="predict",
    prompt="""
        At 47,000 Ada is 350 USDT short of what she needs. The rules say that anybody may liquidate her now, and that
        whoever calls is paid 23 USDT. The chain is busy, and fifty minutes pass. Who liquidates her?
    """,
    choices={
        "contract": "The contract itself, as soon as the price is written",
        "keeper": "Somebody who watches, since there are 23 USDT to earn",
        "operator": "The operator of the vault, whose duty it is",
        "nobody": "Nobody, although anybody is allowed to do it",
    },
    named={"contract": "the contract", "keeper": "a keeper", "operator": "the operator", "nobody": "nobody"},
    figures="with a cost of 23.26 USDT against the 23 of a call",
    oracle=lambda: "nobody",
    spoils=("23.26",),
    wrong={
        "contract": Wrong(
            "contract",
            right="if a contract could begin by itself",
            ask="Who signs the transaction with which its code starts to run?",
        ),
        "keeper": Wrong(
            "keeper",
            did="looked at what a call pays and not at what it costs",
            ask="What does the chain take from whoever sends a transaction on a busy day?",
        ),
        "operator": Wrong(
            "operator",
            right="on an exchange, where somebody runs the engine",
            ask="Where in the public rules does it say who has to call?",
        ),
    },
    hints=(
        "Somebody has to start the code. Who would that be?",
        "Whoever sends a transaction pays for it, and on a busy day you pay more.",
        "Put two numbers side by side, what you would be paid and what it would cost you.",
    ),
    solution="""
        A call used 77,529 units of gas, and each cost 100 billionths of an ether worth 3,000 USDT. Everybody who looked
        would have lost 26 cents, so nobody called, and all rules were kept.
    """,
    note="Rules say what may be done, and not who does it.",
)

GONE = Item(
    id="11-gone",
    objective="keep",
    format="predict",
    prompt="""
        Nobody has called, and now the price jumps to 44,000. Ada has lost 6,000 USDT of the 5,000 that she posted. The
        fee is 1 % of what a call closes, and 20 % of the fee is the caller's. What does a call pay now?
    """,
    choices={
        "step": "22 USDT, since a call closes a quarter as before",
        "whole": "88 USDT, since all of her position is closed",
        "nothing": "0 USDT, however much the call would close",
        "deficit": "200 USDT, 20 % of the 1,000 that are missing",
    },
    named={"step": "22", "whole": "88", "nothing": "0", "deficit": "200"},
    figures="while the loss of others is 1,000",
    oracle=lambda: "nothing",
    spoils=("pays 0", "reward=0"),
    wrong={
        "step": Wrong(
            "step",
            right="if a fee could be taken from somebody who has nothing",
            ask="From which tank does the vault take the fee?",
        ),
        "whole": Wrong(
            "whole",
            half="the whole position would be closed",
            turn="she has no fee left to pay",
            right="if Ada still had 440 USDT for the fee",
            ask="How much is left of the 5,000 that she posted?",
        ),
        "deficit": Wrong(
            "deficit",
            did="let the vault pay most where the hole is deepest",
            ask="Is the reward a share of the hole or of the fee?",
        ),
    },
    hints=(
        "Where does the money for the caller come from?",
        "It is a share of the fee. Who pays the fee?",
        "Ada pays it out of what she has left. Work out how much that is.",
    ),
    solution="""
        Ada has lost all she posted, so no fee can be taken from her, and whoever calls gets a share of nothing. Until
        somebody calls, the books show no loss.
    """,
    note="What a call pays ends exactly where others begin to lose.",
)

PIECES = Item(
    id="11-pieces",
    objective="ticks",
    format="predict",
    prompt="""
        Money comes in whole ticks here, and what a trader owes is rounded up. BTC has fallen by 7 USDT, so 1,000 lots
        (1 BTC) that are closed at once lose 7 ticks. What do they lose if they are closed one by one?
    """,
    choices={
        "same": "7 ticks, because it is the same position",
        "nothing": "0 ticks, because each loss is below a tick",
        "each": "1,000 ticks, because each loss is rounded",
        "once": "8 ticks, because there is one rounding more",
    },
    named={"same": "7", "nothing": "0", "each": "1,000", "once": "8"},
    figures="which is 143 times as much as at once",
    oracle=lambda: "each",
    spoils=("143 times",),
    wrong={
        "same": Wrong("same", right="if every loss were kept to the last digit", ask="What is 0.007 in whole ticks?"),
        "nothing": Wrong(
            "nothing", did="rounded down what a trader owes", ask="Who would gain if small losses were forgotten?"
        ),
        "once": Wrong("once", did="rounded once, at the end", ask="How many times is a lot closed here?"),
    },
    hints=(
        "What does one lot lose when a BTC loses 7 USDT?",
        "That is less than a tick. Which way is it rounded if you owe it?",
        "Now count how many lots you close.",
    ),
    solution="""
        One lot loses 0.007, and what you owe is rounded up to a whole tick. You do that a thousand times. If it were
        rounded down, you could close lot by lot and owe nothing at all.
    """,
    note="Rounding is small once and large when somebody may repeat it.",
    section="Whole ticks",
)

EXPLAIN = Item(
    id="11-explain",
    objective="keep",
    format="choice",
    prompt="""
        In the picture the green line drops to zero exactly where the red zone begins, in which others lose. Why do
        these two meet at one price?
    """,
    choices={
        "share": "The caller gets a share of what Ada has left, and there it is nothing",
        "kept": "The vault keeps all rewards from there on, to fill the hole in its pool",
        "gas": "The gas of a call grows with the loss, until it eats up all of the pay",
        "empty": "The insurance pool is empty at that price, so it can pay no caller more",
    },
    named={"share": "a share of what is left", "kept": "the vault", "gas": "the gas", "empty": "the insurance pool"},
    oracle=lambda: "share",
    wrong={
        "kept": Wrong("kept", did="looked for a rule that stops rewards", ask="Out of whose money is a fee taken?"),
        "gas": Wrong(
            "gas",
            did="let the cost of a call depend on the loss",
            ask="Does the dashed line move when the price falls?",
        ),
        "empty": Wrong(
            "empty",
            right="if rewards were paid by the insurance pool",
            ask="How much is in that pool, before anybody has called?",
        ),
    },
    hints=(
        "Follow the money of a reward back to the tank it comes from.",
        "The fee is taken from Ada, and never more than she has.",
        "At which price has she nothing left, and what is a share of nothing?",
    ),
    solution="""
        The fee is taken from Ada and is at most what she has left, and the caller gets a part of it. Where she has
        nothing, others begin to lose, and so you see both at one price.
    """,
    note="The caller is paid out of the money that is about to run out.",
    section="What a call pays",
)
