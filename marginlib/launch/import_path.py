"""An extension of IPython: the folder of a notebook comes last among the places that modules are imported from."""

import os
import sys


def load_ipython_extension(_: object) -> None:
    """Let the kernel find the learner's own modules, after all others; what it starts is started as usual."""
    sys.path.append("")
    os.environ.pop("PYTHONSAFEPATH", None)
