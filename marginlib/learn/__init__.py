"""The course machinery: items, predictions, checks in words, and the learner's progress.

Notebooks call these functions; items are records in `marginlib.course`. Everything that is said is plain text that
does not depend on the machine, with colour where HTML is shown. Numbers are drawn for each learner from the course
seed, an alias and the id of the item.
"""

from marginlib.learn.board import finish, here, progress
from marginlib.learn.checkpoints import checkpoint
from marginlib.learn.claims import claim, recomputed
from marginlib.learn.confidence import calibration
from marginlib.learn.exercises import check, given, hint, solution
from marginlib.learn.exports import export
from marginlib.learn.learner import enrol, reset
from marginlib.learn.portraits import portrait
from marginlib.learn.predictions import reveal
from marginlib.learn.questions import ask, predict
from marginlib.learn.recollection import recall
from marginlib.learn.sealing import seal

__all__ = [
    "ask",
    "calibration",
    "check",
    "checkpoint",
    "claim",
    "enrol",
    "export",
    "finish",
    "given",
    "here",
    "hint",
    "portrait",
    "predict",
    "progress",
    "recall",
    "recomputed",
    "reset",
    "reveal",
    "seal",
    "solution",
]
