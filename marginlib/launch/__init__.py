"""The command `margin-course`: deliver the course into a folder, open it in JupyterLab, check the environment.

Only this light part is imported at first; the commands that need JupyterLab or the course machinery import them.
"""

from marginlib.launch.cli import main

__all__ = ["main"]
