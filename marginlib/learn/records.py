"""What a progress file holds: schema 2, how older and newer files are read, and the record of one item.

A file is read part by part and record by record. What this version does not know is carried along as it is; a record
that cannot be understood is kept under `unread`, and named.
"""

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

State = dict[str, Any]

SCHEMA = 2
Kinds = tuple[type, ...]
ITEM: dict[str, tuple[Kinds, Any]] = {
    "attempts": ((int,), 0),
    "passed": ((bool,), False),
    "hints": ((int,), 0),
    "solution": ((bool,), False),
    "causes": ((dict,), {}),  # named wrong turns and how often, other for the rest
    "last": ((str, int, float, list, type(None)), None),  # the last answer: a key, a number, a source
    "ticks": ((list,), []),  # the points that the learner found in a text of their own
    "alias": ((str,), ""),  # whose numbers the last answer belongs to
    "first": ((str,), ""),  # UTC date and hour, no finer
    "passed_at": ((str,), ""),
    "recalled": ((list,), []),  # dates on which it was known again
    "missed": ((str,), ""),  # the last date on which it was not
}
PREDICTION: dict[str, tuple[Kinds, Any]] = {
    "choice": ((str, int, float), None),  # the key of a choice, or a number; there is no prediction without one
    "confidence": ((int, float), None),
    "hit": ((bool, type(None)), None),
    "alias": ((str,), ""),
    "at": ((str,), ""),
}
Fields = Mapping[str, tuple[Kinds, Any]]
FIELDS: dict[str, Fields] = {"items": ITEM, "predictions": PREDICTION, "skips": {"times": ((int,), 1)}}
PLAIN: dict[str, Kinds] = {
    "goals": (str,),
    "openings": (list,),
    "votes": (dict,),
    "inventory": (dict,),
    "checkpoints": (list,),
}
PARTS = (*FIELDS, *PLAIN)
LONGEST = 2_000  # characters of a last answer


def empty() -> State:
    """The state of someone who has not begun."""
    return {"schema": SCHEMA, "alias": "", **{part: {} for part in PARTS}}


def now() -> str:
    """UTC date and hour: nobody needs to know the minute at which somebody learned."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H")


def today() -> str:
    """The UTC date."""
    return now()[:10]


def fresh(fields: Fields) -> dict[str, Any]:
    """A record of these fields with nothing in it."""
    return {name: copy.deepcopy(default) for name, (_, default) in fields.items()}


def raised(found: Any) -> tuple[State, list[str]]:
    """A state of this schema made of what a file holds, and the names of the records that could not be understood.

    Raises ValueError where the file holds no record of a course at all.

    >>> old = {"schema": 1, "predictions": {"02-hook": {"answer": "B", "confidence": 70}}}
    >>> state, unread = raised(old)
    >>> state["predictions"]["02-hook"]["choice"], unread
    ('B', [])
    """
    if not isinstance(found, dict) or not any(part in found for part in (*PARTS, "schema", "alias")):
        raise ValueError("this is no record of a course")
    found = copy.deepcopy(found)
    state: State = {**found, **empty()}
    if type(found.get("schema")) is int:
        state["schema"] = max(SCHEMA, found["schema"])
    unread = found.get("unread") if isinstance(found.get("unread"), dict) else {}
    names: list[str] = []
    for part in ("alias", *PARTS):
        kept = found.get(part, state[part])
        if not isinstance(kept, type(state[part])):
            names.append(part)
            unread[part] = kept
        elif part == "alias":
            state[part] = kept
        else:
            state[part], odd = _records(part, kept)
            names += [f"{part}: {key}" for key in odd]
            unread[part] = {**unread.get(part, {}), **odd} if odd else unread.get(part)
    state["unread"] = {part: value for part, value in unread.items() if value is not None}
    if not state["unread"]:
        del state["unread"]
    return state, names


def follow(state: State, moved: Mapping[str, str]) -> None:
    """Give the records of items that have a new id to that id: causes, attempts, passes and what was predicted.

    The last answer stays behind, since the numbers are drawn anew. Where both ids have a record, as after two
    versions of the course have kept the same file, counts are added and nothing that was passed is lost.

    >>> state, _ = raised({"items": {"02-path": {"attempts": 3, "passed": True, "last": [100, 60, 110]}}})
    >>> follow(state, {"02-path": "14-apart"})
    >>> [(id_, kept["attempts"], kept["passed"], kept["last"]) for id_, kept in state["items"].items()]
    [('14-apart', 3, True, None)]
    """
    for old, new in moved.items():
        for part in ("items", "predictions"):
            if old in state[part]:
                kept = state[part].pop(old)
                there = state[part].get(new)
                state[part][new] = _joined(kept, there) if part == "items" else there or kept


def _joined(old: dict[str, Any], new: dict[str, Any] | None) -> dict[str, Any]:
    """One record of an item made of that under its old id and, if there is any, that under its new one."""
    if new is None:
        return {**old, "last": None, "ticks": []}
    counts = {**old["causes"], **new["causes"]}
    for name in set(old["causes"]) & set(new["causes"]):
        if all(_is_a(one["causes"][name], (int,)) for one in (old, new)):
            counts[name] = old["causes"][name] + new["causes"][name]
    return {
        **old,
        **new,
        "attempts": old["attempts"] + new["attempts"],
        "passed": old["passed"] or new["passed"],
        "hints": max(old["hints"], new["hints"]),
        "solution": old["solution"] or new["solution"],
        "causes": counts,
        "recalled": [*old["recalled"], *(day for day in new["recalled"] if day not in old["recalled"])],
        "missed": max(old["missed"], new["missed"]),
        **{name: min(filter(None, (old[name], new[name])), default="") for name in ("first", "passed_at")},
    }


def _records(part: str, kept: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of a part that can be understood, and the others."""
    read = {key: _record(part, value) for key, value in kept.items()}
    odd = {key: kept[key] for key, record in read.items() if record is None}
    return {key: record for key, record in read.items() if record is not None}, odd


def _record(part: str, value: Any) -> Any:
    """The value as this schema has it, or None where it cannot be understood."""
    if part in PLAIN:
        return copy.deepcopy(value) if isinstance(value, PLAIN[part]) else None
    fields = FIELDS[part]
    if not isinstance(value, dict):
        return None
    record = {**fresh(fields), **copy.deepcopy(value)}
    if part == "predictions" and "answer" in record and record["choice"] is None:
        record["choice"] = record.pop("answer")  # its name in schema 1
    sound = all(_is_a(record[name], kinds) for name, (kinds, _) in fields.items())
    return record if sound else None


def _is_a(value: Any, kinds: Kinds) -> bool:
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
