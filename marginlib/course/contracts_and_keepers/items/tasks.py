"""Tasks that the engine judges, and exercises on the rules of a reward."""

from typing import Any

from marginlib.course.contracts_and_keepers.account import ETHER, GWEI, JUMP, POOLS, holding, prices, rules
from marginlib.course.contracts_and_keepers.model import Result
from marginlib.errors import MarginError
from marginlib.keepers import calls, hanging, keeper_reward
from marginlib.learn.answers import Unreadable, sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong

LOWEST, HIGHEST, MOST = 43_000, 47_500, 100  # USDT, USDT, gwei
POSITIONS = (0.2, 1.0, 5.0)  # BTC
LARGEST, SHARED = 0.30, 40  # of the largest position in its first call; percent of fees
NAMES = ("step", "share", "smallest")


def judge_hang(answer: Any) -> Verdict | str:
    """A price and a price of gas at which Ada was called, is still short and solvent, and is called no more."""
    numbers = sequence(answer)
    if len(numbers) != 2 or any(one % 1 for one in numbers):
        raise Unreadable("two whole numbers are wanted, the price and the gwei")
    price, gas = map(int, numbers)
    if not LOWEST <= price <= HIGHEST or not 1 <= gas <= MOST:
        raise Unreadable(f"a price from {LOWEST:,} to {HIGHEST:,} and gas from 1 to {MOST} gwei are wanted")
    result = Result(price=price, gas=gas)
    if not result.calls:
        return "never"
    return Verdict("✓", "") if result.state == "hanging" else result.state


def judge_rules(answer: Any) -> Verdict | str:
    """Rules with which nothing hangs, the largest position is closed in parts, and callers do not take too much."""
    if not isinstance(answer, dict) or set(answer) != set(NAMES):
        raise Unreadable('rules are wanted, such as {"step": 25, "share": 20, "smallest": 10}')
    if any(type(one) is not int for one in answer.values()):
        raise Unreadable("whole numbers are wanted, percent for step and share, and lots for the smallest")
    try:
        chosen = rules(**answer)
    except MarginError as error:
        raise Unreadable(f"the vault refuses these rules ({error})") from error
    if answer["share"] > SHARED:
        return "much"
    fall = prices(JUMP)
    largest = holding(POSITIONS[-1])
    first = next(calls(largest, fall, chosen, GWEI, ETHER, POOLS), None)
    if first and first.done.lots > LARGEST * largest.size:
        return "whale"
    left = [hanging(holding(size), fall, chosen, GWEI, ETHER, POOLS) for size in POSITIONS]
    return "small" if any(left) else Verdict("✓", "")


def bankrupt(draw: Draw) -> dict[str, Any]:
    """What an owner has left, a fee, the caller's share in percent, a floor, and what the insurance pool has."""
    return {
        "equity": draw.integer(-400, 400, 10),
        "fee": draw.integer(60, 160, 10),
        "share": draw.choice((20, 40, 50)),
        "floor": draw.integer(10, 60, 5),
        "insurance": draw.integer(0, 50, 5),
    }


def unfloored(equity: float, fee: float, share: float, floor: float, insurance: float) -> float:  # noqa: ARG001 - as handed out
    """The reward with the bug: nothing for calling on a bankrupt."""
    return float(keeper_reward(fee, 1, share / 100, equity))


def floored(equity: float, fee: float, share: float, floor: float, insurance: float) -> float:
    """The reward with a floor that the insurance pool can pay.

    >>> floored(300, 120, 40, 10, 50), floored(-100, 80, 40, 30, 5)
    (48.0, 5.0)
    """
    return float(max(unfloored(equity, fee, share, floor, insurance), min(floor, insurance)))


TASKS = (
    Item(
        id="11-rules",
        objective="rules",
        format="design",
        prompt="""
            Gas costs 100 gwei and the price falls slowly to 44,000. Choose rules for three positions of 0.2, 1 and 5
            BTC. Nobody may be left below the need and alone, and the first call on the largest may close at most 30 %
            of it. Callers may get at most 40 % of the fees. Step and share are in percent. Where a step would leave
            fewer lots than smallest, a call closes everything.
        """,
        judge=judge_rules,
        hand_in='rules such as {"step": 25, "share": 20, "smallest": 10}',
        wrong={
            "small": Wrong(
                {"step": 25, "share": 20, "smallest": 10},
                did="left a small position that nobody calls",
                ask="Which of the three rules can tell a small position from a large one?",
            ),
            "whale": Wrong(
                {"step": 100, "share": 20, "smallest": 10},
                did="let one call close too much of 5 BTC",
                ask="Can you close a small position whole and leave the large one its steps?",
            ),
            "much": Wrong(
                {"step": 25, "share": 100, "smallest": 10},
                did="gave more than 40 % of the fees to callers",
                ask="Who else lives on the fees, and pays when somebody is bankrupt?",
            ),
        },
        hints=(
            "Which rule knows the size of a position?",
            "Let a call close all of a small position, so that you are paid for all of it.",
            "The rule smallest can do that for 1 BTC and leave 5 BTC alone. Then look whether 0.2 BTC pays enough.",
        ),
        solution="""
            You set smallest so high that 0.2 and 1 BTC are closed whole, and 5 BTC go in steps. A share of 30 % is
            then enough for the smallest of the three. Its owner pays for that with a whole liquidation.
        """,
        note="Whoever wants every position to be called has to say who pays for the small ones.",
        section="Who pays for small ones?",
        code='answer = {"step": 25, "share": 30, "smallest": 800}',
        extra=True,
    ),
    Item(
        id="11-hang",
        objective="keep",
        format="adversarial",
        prompt="""
            Ada is long 1 BTC, the rules are those of the lesson, and the price falls slowly. Find a last price from
            43,000 to 47,500 and gas of at most 100 gwei. Somebody must have called at least once, and now nobody does,
            although she is short of what she needs and still has something left.
        """,
        judge=judge_hang,
        hand_in="a list of two numbers, the price and the gwei",
        wrong={
            "never": Wrong(
                [47_000, 100],
                did="chose gas at which nobody has called at all",
                ask="How cheap must it be for a first call, which pays 23?",
            ),
            "covered": Wrong(
                [47_000, 20],
                did="left Ada covered after the calls",
                ask="How much further must the price fall until she is short again?",
            ),
            "bankrupt": Wrong(
                [43_000, 90],
                did="let the price fall until nothing was left",
                ask="At which price does what she has left come to an end?",
            ),
        },
        hints=(
            "Each call closes a part, so the next one pays less. You need a gas price between two of them.",
            "The pays are 23, 17 and 13 on the way down, if gas is cheap enough.",
            "Take gas at which two or three of them pay, and let the price fall a little further.",
        ),
        solution="""
            You choose gas that stops the calls half way. At 60 gwei somebody calls three times, and at 44,000 Ada has
            342 of the 927 USDT that she needs, with nobody who wants the next 9.
        """,
        note="Gentle steps for the trader are small pay for whoever calls.",
        code="answer = [44_000, 60]",
        extra=True,
    ),
    Item(
        id="11-floor",
        objective="rules",
        format="bug-hunt",
        prompt="""
            A reviewer reported that a contract pays nothing to whoever liquidates a bankrupt position
            (sherlock-audit/2023-12-flatmoney-judging, issue 191, 2024-02-04). Our own line does the same. Mend it: the
            reward is share percent of the fee, which is at most the equity and never below zero. It may not be less
            than floor, as far as the insurance pool has money for that.
        """,
        draw=bankrupt,
        oracle=floored,
        stub=unfloored,
        arguments=("equity", "fee", "share", "floor", "insurance"),
        tolerance=0.001,
        cases=(
            {"equity": 300, "fee": 120, "share": 40, "floor": 10, "insurance": 50},
            {"equity": -100, "fee": 80, "share": 40, "floor": 30, "insurance": 5},
            {"equity": -100, "fee": 80, "share": 40, "floor": 20, "insurance": 50},
        ),
        wrong={
            "unfunded": Wrong(
                lambda equity, fee, share, floor, insurance: max(
                    unfloored(equity, fee, share, floor, insurance), floor
                ),
                did="promised a floor that nobody can pay",
                ask="What happens when the insurance pool has less than the floor?",
            ),
            "both": Wrong(
                lambda equity, fee, share, floor, insurance: (
                    unfloored(equity, fee, share, floor, insurance) + min(floor, insurance)
                ),
                did="added the floor to every reward",
                ask="Does somebody who is paid enough need the floor as well?",
            ),
            "always": Wrong(
                lambda floor, insurance, **_: min(floor, insurance),
                did="paid the floor and nothing else",
                ask="What should a caller get while the owner has plenty left?",
            ),
        },
        hints=(
            "Keep the line as it is for owners who have something left.",
            "The reward is the larger of two numbers. Which two?",
            "One of them is what you have now. The other is the floor, or all that the pool has.",
        ),
        solution="""
            You take the larger of two numbers, the share of the fee and the floor. The floor is at most what is in the
            insurance pool, since you cannot promise money that is not there.
        """,
        note="A floor has to be paid by somebody, and it ends where that money ends.",
        code="""
def answer(equity, fee, share, floor, insurance):
    usual = share / 100 * min(fee, max(equity, 0))
    return max(usual, min(floor, insurance))
""".strip(),
        extra=True,
    ),
    Item(
        id="11-self",
        objective="rules",
        format="choice",
        prompt="""
            At 47,000 Ada calls liquidate on herself, from a second account of hers. The fee is 118 USDT and the caller
            gets 23. What does she gain by that, gas aside?
        """,
        choices={
            "steals": "23 USDT, which she takes from the insurance pool of the others",
            "pays": "Nothing, since she pays 118 USDT and gets 23 of them back",
            "even": "Nothing, since fee and reward cancel and she is where she was",
            "refused": "Nothing, since the contract refuses a call on oneself",
        },
        named={"steals": "23 USDT", "pays": "a loss", "even": "nothing at all", "refused": "a refusal"},
        oracle=lambda: "pays",
        wrong={
            "steals": Wrong(
                "steals",
                did="looked at the account that is paid and not at the one that pays",
                ask="Out of whose margin is the fee taken?",
            ),
            "even": Wrong(
                "even",
                right="if the whole fee went to the caller",
                ask="Where do the other 95 USDT of the fee go?",
            ),
            "refused": Wrong(
                "refused",
                did="let the contract know who stands behind an account",
                ask="What does a contract see of two accounts with one owner?",
            ),
        },
        hints=(
            "Write down what each of her two accounts gets and pays.",
            "The fee comes from her margin. How much of it comes back to her?",
            "She owns both accounts, so you can add them up.",
        ),
        solution="""
            Her margin pays a fee of 118 USDT and her second account gets 23 of it. She owns 95 USDT less than before,
            and anybody else who had called would have cost her 23 more.
        """,
        note="Whoever may call may call on themselves, and here it only saves the reward.",
        extra=True,
    ),
)
