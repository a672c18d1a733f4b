"""Running a notebook in a kernel of its own."""

import asyncio
import copy
import os
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tests.notebooks.form import Notebook


def executed(notebook: Notebook, folder: Path) -> Notebook:
    """A copy of the notebook with fresh outputs, run in `folder`; RuntimeError where a cell fails.

    It runs as a new reader: default alias, progress in memory, no configuration of this machine.
    """
    made = copy.deepcopy(notebook)
    client = NotebookClient(made, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    try:
        with tempfile.TemporaryDirectory() as home:
            asyncio.run(client.async_execute(env=_new_reader(home)))
    except CellExecutionError as error:
        raise RuntimeError(f"{error.ename}: {error.evalue}\n{_where(error)}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise RuntimeError(str(error)) from error
    return made


def _new_reader(home: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BULKHEADS_")}
    kept.pop("MPLBACKEND", None)
    own = {"IPYTHONDIR": f"{home}/ipython", "JUPYTER_CONFIG_DIR": f"{home}/jupyter"}
    return kept | own | {"BULKHEADS_PROGRESS": ":memory:", "BULKHEADS_SKIP": "1"}


def _where(error: CellExecutionError) -> str:
    lines = str(error).splitlines()
    return "\n".join(lines[:12])
