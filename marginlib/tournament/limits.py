"""How long an entry may think, and how much it may take."""

from dataclasses import dataclass, fields

from marginlib.errors import positive


@dataclass(frozen=True)
class Limits:
    """What the process of one entry is held to; an honest manager needs a thousandth of it.

    Args:
        step, week: seconds that it is waited for, in one step and in all steps of one week.
        total: seconds of processor time for everything.
        memory: bytes beyond what Python and NumPy take by themselves.
        output: bytes that may be printed in one week, and bytes of any file.

    Raises:
        InvalidInput: a limit that is not above zero.
    """

    step: float = 2.0
    week: float = 5.0
    total: int = 120
    memory: int = 512 * 2**20
    output: int = 2**20

    def __post_init__(self) -> None:
        for field in fields(self):
            positive(f"limit {field.name}", getattr(self, field.name))
