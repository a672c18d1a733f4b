"""Items on what makes a contract run, what a refusal undoes, and what either costs."""

from typing import Any

from marginlib.keepers import GAS, call_cost
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

LIMIT, TRANSFER = 30_000_000, GAS["plain transfer"]


def sent(draw: Draw) -> dict[str, Any]:
    """A transaction, what its gas costs, and what ether is worth."""
    return {
        "gas": draw.integer(48_000, 142_000, 1_000),
        "gwei": draw.integer(10, 100),
        "ether": draw.integer(1_800, 4_000, 100),
    }


RUNNING = (
    Item(
        id="11-order",
        objective="run",
        format="order",
        prompt="Ada falls below what she needs, on a calm day. Put in order what happens until her lots are closed.",
        steps=(
            "The oracle writes a lower price",
            "Somebody sees it and signs a call",
            "A block takes the call and takes gas from its sender",
            "The contract tests price, age and equity",
            "Lots are closed, and the reward is credited",
        ),
        wrong={
            "contract-first": Wrong(
                (0, 3, 1, 2, 4),
                did="let the contract look at Ada before anybody has called it",
                ask="What can a machine do before somebody has put a coin in?",
            ),
            "paid-first": Wrong(
                (0, 1, 4, 2, 3),
                did="paid the reward before the rules were tested",
                ask="How would the contract know at that moment that Ada is short?",
            ),
            "tested-first": Wrong(
                (0, 1, 3, 2, 4),
                did="let the contract test before a block has taken the call",
                ask="Where does the code run, and who is paid for running it?",
            ),
        },
        hints=(
            "Which of these steps can happen while nobody does anything?",
            "You cannot be tested by code that does not run. What starts it?",
            "The reward comes last, because everything before it may still refuse you.",
        ),
        solution="""
            First a price is written, and that alone closes nothing. Somebody sees it and signs, a block takes the call
            and you pay for the gas, and only then does the contract test its rules. At last the reward is yours.
        """,
        note="Between a price and a liquidation stands somebody who signs.",
    ),
    Item(
        id="11-refused",
        objective="run",
        format="choice",
        prompt="""
            You call liquidate on Ada while she is covered, and the contract refuses after some tests. What is different
            afterwards?
        """,
        choices={
            "free": "Nothing at all, and you have paid nothing",
            "gas": "Only your gas is gone, and the books are as before",
            "half": "What was written before the failed test stays",
            "owed": "The vault owes you the reward until she is short",
        },
        named={
            "free": "nothing at all",
            "gas": "only the gas",
            "half": "half of it stays",
            "owed": "the reward is owed",
        },
        oracle=lambda: "gas",
        wrong={
            "free": Wrong(
                "free",
                did="took a refusal for free",
                ask="Who ran the tests that your call failed, and what did they want for it?",
            ),
            "half": Wrong(
                "half",
                right="if a program could stop in the middle of its work",
                ask="What would become of money that left one tank and reached no other?",
            ),
            "owed": Wrong(
                "owed",
                did="let a call that failed leave a promise",
                ask="Where would a promise be written, if all is undone?",
            ),
        },
        hints=(
            "Look at the books and at the receipt, since you get one for a refusal too.",
            "Whatever the code wrote before it stopped is taken back.",
            "Somebody has run that code for you. Was it free?",
        ),
        solution="""
            All that your call has written is taken back, so the books are as they were. But somebody has run the code,
            and you pay for that whether it agreed or refused.
        """,
        note="No leaves no trace in the books, and it is not free.",
        section="A machine in a locked room",
    ),
    Item(
        id="11-cost",
        objective="run",
        format="numeric",
        prompt="""
            Your call uses {gas:,} units of gas. You pay {gwei} gwei for each, which are billionths of an ether, and one
            ether is worth {ether:,} USDT. What does the call cost you?
        """,
        draw=sent,
        oracle=lambda gas, gwei, ether: gas * call_cost(1, gwei, ether),
        unit="USDT",
        tolerance=0.005,
        wrong={
            "ether": Wrong(
                lambda gas, gwei, **_: gas * gwei / 10**9,
                found="the cost in ether",
                ask="What is that worth in USDT?",
            ),
            "transfer": Wrong(
                lambda gwei, ether, **_: call_cost(TRANSFER, gwei, ether),
                found="the cost of a plain transfer, which uses 21,000 units",
                ask="How many units does your own call use?",
            ),
            "limit": Wrong(
                lambda gwei, ether, **_: call_cost(LIMIT, gwei, ether),
                found="what it would cost to use the whole limit of 30,000,000 units",
                ask="Do you pay for the gas that you allow or for the gas that you use?",
            ),
        },
        hints=(
            "You need three factors and one power of ten.",
            "Multiply what you use by what you pay for each unit, and you have gwei.",
            "A billion gwei are one ether. Turn them into USDT at the end.",
        ),
        solution="""
            You use {gas:,} units at {gwei} gwei each. Divide that by a billion, and you have ether at {ether:,} USDT
            each, which comes to {answer} USDT.
        """,
        note="The gas of a call is the same for a small position and for a large one.",
        section="A machine in a locked room",
        code="answer = g.gas * g.gwei * g.ether / 10**9",
    ),
    Item(
        id="11-why",
        objective="run",
        format="explain",
        prompt="""
            A friend says: "My money is in a smart contract, so everybody who is short is liquidated automatically." In
            your own words, what is right about that, and what is missing?
        """,
        points=(
            "It says that nobody can stop the contract or bend its rules.",
            "It says that somebody has to send a call before anything happens.",
            "It says that whoever calls compares what it pays with what it costs.",
            "It names a case in which nobody calls, such as a small position or an empty one.",
        ),
        wrong={
            "itself": Wrong(
                r"^(?!.*\b(not|nobody|cannot|never|unless|but|until)\b).*\b(by itself|automatic\w*|self-executing)\b",
                right="if code could wake up by itself",
                ask="Who sends the transaction in which it runs?",
            ),
            "duty": Wrong(
                r"\b(operator|exchange|vault|company) (has to|must|will) (liquidate|call|close)\b",
                right="on an exchange with an operator",
                ask="Which line of the contract names somebody who must call?",
            ),
        },
        hints=(
            "Say who does what, from the price to the moment when lots are closed.",
            "What would you have to be paid before you sign such a call?",
            "Think of a very small position, and of one that has nothing left.",
        ),
        solution="""
            The rules cannot be bent, and your friend is right about that. But somebody has to call, and you would call
            only if it pays more than its gas. For small positions and for empty ones it does not.
        """,
        note="A contract enforces itself, and it does not start itself.",
    ),
    Item(
        id="11-reentry",
        objective="run",
        format="order",
        prompt="""
            A contract pays out a withdrawal, and whoever receives money may run code of their own at that moment. Put
            the steps in the order in which nobody can withdraw twice.
        """,
        steps=(
            "Test that the balance is large enough",
            "Lower the balance in the books",
            "Send the money",
            "The receiver runs code and may call again",
        ),
        wrong={
            "sent-first": Wrong(
                (0, 2, 3, 1),
                did="sent the money before the books were changed, as a contract did in 2016",
                ask="What do the books say when the receiver calls a second time?",
            ),
            "untested": Wrong(
                (1, 0, 2, 3),
                did="lowered the balance before it was tested",
                ask="What would the test compare with, after the balance is lowered?",
            ),
            "late": Wrong(
                (2, 3, 0, 1),
                did="sent money before anything was tested",
                ask="What happens if the balance turns out to be too small?",
            ),
        },
        hints=(
            "Imagine that you are the receiver and call again the moment the money arrives.",
            "What must the books say by then, so that your second call is refused?",
            "Test, write, and only then let somebody else act.",
        ),
        solution="""
            You test first, then you change the books, and only then you send. Whoever calls again at that moment meets
            books that are already closed.
        """,
        note="Close the books before you let anybody else act.",
        extra=True,
    ),
)
