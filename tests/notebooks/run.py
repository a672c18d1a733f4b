"""Running a notebook in a kernel of its own."""

import copy
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tests.notebooks.form import Notebook


def executed(notebook: Notebook, folder: Path) -> Notebook:
    """A copy of the notebook with fresh outputs, run in `folder`; RuntimeError where a cell fails."""
    made = copy.deepcopy(notebook)
    client = NotebookClient(made, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    try:
        client.execute()
    except CellExecutionError as error:
        raise RuntimeError(f"{error.ename}: {error.evalue}\n{_where(error)}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise RuntimeError(str(error)) from error
    return made


def _where(error: CellExecutionError) -> str:
    lines = str(error).splitlines()
    return "\n".join(lines[:12])
