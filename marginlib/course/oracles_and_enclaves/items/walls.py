"""Items on walls: limits under which a lie stays small, or does not pay at all."""

from typing import Any

from marginlib.course.oracles_and_enclaves.account import (
    LEAST,
    MOST,
    NOTHING,
    OWN,
    POOL,
    RULES,
    dearest,
    late,
    told,
)
from marginlib.learn.answers import Unreadable, number
from marginlib.learn.items import Item, Verdict, Wrong

CAP, LATEST, LEAST_CAP = 100.0, 3.0, 300.0  # units; blocks; units


def judge_small(answer: Any) -> Verdict | str:
    """A lie that pays although positions are capped at 100 units."""
    times = number(answer)
    if not LEAST <= times <= MOST:
        raise Unreadable("a lie from 2 to 100 times the true price is wanted")
    lie = told(times, cap=CAP)
    if lie.pays > NOTHING:
        return Verdict("✓", "")
    return "all-gone" if lie.taken >= told(MOST, cap=CAP).taken else "too-small"


def judge_guard(answer: Any) -> Verdict | str:
    """A rule, blocks, a wall and a cap with which no lie pays, none of them too strict."""
    if not isinstance(answer, (list, tuple)) or len(answer) != 4:
        raise Unreadable('a rule, blocks, True or False for an own fund, and a cap, such as ["median", 1, True, 500]')
    rule, blocks, own, cap = answer
    window, cap = number(blocks), number(cap)
    if rule not in RULES.values() or own not in (True, False) or window < 1 or window % 1 or cap <= 0:
        raise Unreadable('the rule is "last", "average" or "median", with whole blocks, True or False, and a cap')
    window = window if rule == "average" else 1
    if late(window) > LATEST:
        return "late"
    if cap < LEAST_CAP:
        return "cap"
    how = {"rule": rule, "window": int(window), "walls": OWN if own else POOL, "cap": cap}
    return "pays" if dearest(**how)[1] > NOTHING else Verdict("✓", "")


WALLS = (
    Item(
        id="12-wall",
        objective="wall",
        format="choice",
        prompt="""
            The market gets a fund of its own with 300 USDT, and nothing else of the venue can be reached from it. What
            is true now?
        """,
        choices={
            "true": "Its price is true, since a false one has nothing to take any more",
            "small": "Others lose 300 USDT at most, and a small lie may still pay",
            "self": "Eve cannot trade with herself, since a wall stands between her accounts",
            "dear": "Every lie costs more, since the pool is deeper by 300 USDT now",
        },
        named={
            "true": "a true price",
            "small": "a small loss",
            "self": "no trade with herself",
            "dear": "a deeper pool",
        },
        oracle=lambda: "small",
        wrong={
            "true": Wrong(
                "true",
                did="let a wall decide which price is true",
                ask="What does a wall know of prices?",
            ),
            "self": Wrong(
                "self",
                did="let a wall ask who owns an account",
                ask="How would a venue find out that both accounts are hers?",
            ),
            "dear": Wrong(
                "dear",
                did="put the fund into the pool that is pushed",
                ask="In which of the two do people trade, the fund or the pool?",
            ),
        },
        hints=(
            "What does a wall know of prices, and what does it know of people?",
            "How much can Eve take on this side of the wall?",
            "If you set the walls in the explorer, do you find a lie that still pays?",
        ),
        solution="""
            You can reach 300 USDT from this market, and no more. A lie of 2.3 times takes all of it and costs you less,
            so it still pays, but it is the business of one market now.
        """,
        note="A wall does not make a price true, it makes a lie small.",
        section="Turn every knob",
    ),
    Item(
        id="12-small",
        objective="wall",
        format="adversarial",
        prompt="""
            Open interest is capped at 100 units, so Eve holds 100 long and 100 short at 1 USDT. There is one pool with
            8,000 USDT of others, the last trade counts, and its pool has 1,000 USDT on one side. Find a lie from 2 to
            100 times that pays.
        """,
        judge=judge_small,
        hand_in="a number, how many times the true price counts for a block",
        wrong={
            "too-small": Wrong(
                10,
                did="found a lie that costs more than it takes",
                ask="Which of the two grows faster, what a lie takes or what it costs?",
            ),
            "all-gone": Wrong(
                99,
                did="went on when there was nothing left to take",
                ask="From which lie on are the 8,000 USDT gone?",
            ),
        },
        hints=(
            "What Eve takes grows along a line, and what she pays grows like a root.",
            "Small lies lose. Somewhere your line overtakes the root.",
            "Others have 8,000 USDT, and your 100 units take 100 for each further time. Go nearly as far as that.",
        ),
        solution="""
            At 82 times you take 100 x 81 USDT, less the 100 of your own short, which is all that others have. The push
            costs you 7,166 USDT, so you keep 834. A cap alone makes a lie large, and not impossible.
        """,
        note="A cap makes lies need higher prices, and a thin pool sells those cheaply.",
        code="answer = 82",
        extra=True,
    ),
    Item(
        id="12-guard",
        objective="wall",
        format="design",
        prompt="""
            Guard this market, whose pools have 1,000 USDT on one side. Choose the rule, the blocks of an average,
            whether the market has a fund of its own with 300 USDT, and a cap on open interest. No lie from 2 to 100
            times may pay, the price may be 3 blocks late at most, and the cap must leave room for 300 units.
        """,
        judge=judge_guard,
        hand_in='a list of four, such as ["last", 1, False, 1000]',
        wrong={
            "pays": Wrong(
                ["last", 1, True, 1_000],
                did="left a lie that pays",
                ask="Which second defence makes the small lies dearer that a wall leaves alone?",
            ),
            "late": Wrong(
                ["average", 30, False, 1_000],
                did="waited until the price was old",
                ask="How many blocks can an average have that is 3 blocks late?",
            ),
            "cap": Wrong(
                ["last", 1, True, 100],
                did="closed the market to nearly everybody",
                ask="What can you do about lies if people may hold 300 units?",
            ),
        },
        hints=(
            "Which two defences do you find weak alone, and against different lies?",
            "A wall stops the large lies. What makes the small ones dear?",
            "You may take an own fund and a median, or an average of at most 7 blocks and a cap of 300.",
        ),
        solution="""
            You build a wall, so that only 300 USDT can be taken, and you let two pools of three decide. Then the best
            lie of all, 2.3 times, costs 52 USDT more than it takes. Other pairs will do as well.
        """,
        note="Two half-measures that fail against different lies can be whole together.",
        code='answer = ["median", 1, True, 1000]',
        extra=True,
    ),
    Item(
        id="12-friend",
        objective="wall",
        format="explain",
        prompt="""
            A friend can build one thing this year, isolated markets with funds of their own, or an oracle inside an
            attested chip. In your own words, what does each of them do about a false price?
        """,
        points=(
            "It says that a wall leaves the price as false as it is.",
            "It says that a wall limits how much a false price can take.",
            "It says that an attestation proves the code and not the price that comes in.",
        ),
        wrong={
            "trusted": Wrong(
                r"^(?!.*\b(not|but|only|cannot|never|still)\b)"
                r".*\b(chip|enclave|attest\w*)\b.*\b(true|correct|safe|trust\w*)\b",
                right="if the price were made inside the chip",
                ask="Where does the price come from that the chip signs?",
            ),
        },
        hints=(
            "There are two questions here, whether a price is true and what happens if it is not.",
            "Who tells the chip about the world outside?",
            "How much of the venue can somebody reach from one market in each case?",
        ),
        solution="""
            You get no true price from either of them. Walls limit what a false price can take, and they do it whoever
            lied. The chip proves that your code ran on what came in, which helps against a dishonest host and not
            against a false price.
        """,
        note="Ask of a defence which lie it makes dear, and which it makes small.",
        extra=True,
    ),
)
