"""Where JupyterLab finds its configuration: in a place of the user's own, never in the folder it serves.

A working folder travels: in an archive, on a shared drive, as a hand-in. A server that read its configuration there
would run a stranger's code before anything is on the screen.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from platformdirs import user_config_path

SETTINGS = {
    # no question about news over the first lesson
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


@contextmanager
def own_place(echo: Callable[[str], object]) -> Iterator[Path]:
    """Point JupyterLab to a configuration of the user's own, and stand in it, until the end of the block.

    The block must contain the first import of `jupyterlab.labapp`, which reads the places once. Settings that the
    learner changed are kept there; `BULKHEADS_SETTINGS` names another place. Where it cannot be written, an empty one
    serves until the end, and `echo` is told so. Standing there matters: what a server calls also looks into the folder
    that the server was started in.
    """
    named = os.environ.get("BULKHEADS_SETTINGS")
    home = Path(named).expanduser().absolute() if named else user_config_path("bulkheads", appauthor=False) / "jupyter"
    before = Path.cwd()
    with ExitStack() as stack:
        try:
            _furnish(home)
        except OSError as error:
            echo(f"Settings of JupyterLab will not be kept: cannot write in {home} ({error.strerror or error}).")
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bulkheads-")))
            _furnish(home)
        stack.callback(os.chdir, before)
        _enter(home)
        yield home


def _furnish(home: Path) -> None:
    """Write the course's settings where there are none yet."""
    (home / "lab" / "workspaces").mkdir(parents=True, exist_ok=True)
    for name, content in SETTINGS.items():
        path = home / "lab" / "user-settings" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=4) + "\n", encoding="utf-8")


def _enter(home: Path) -> None:
    # what the user has set in the environment is the user's own too
    os.environ.setdefault("JUPYTER_CONFIG_DIR", str(home))
    os.environ.setdefault("JUPYTERLAB_SETTINGS_DIR", str(home / "lab" / "user-settings"))
    os.environ.setdefault("JUPYTERLAB_WORKSPACES_DIR", str(home / "lab" / "workspaces"))
    # the kernel and the extensions of this environment come first
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.chdir(home)
