"""The picture on the front of the course: the same two trades in a deep crash, Bo at nothing and Ada at 336.

    python -m marginlib.course.start_here.poster lessons/poster.png

writes it again.
"""

import sys
from pathlib import Path

from marginlib.course.start_here.model import Result
from marginlib.course.start_here.picture import Picture

RESULT = Result(depth=60)


def png() -> bytes:
    """The poster as PNG."""
    picture = Picture()
    picture.update(RESULT)
    return picture.png()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(png())
