"""Kernels that import nothing from the folder they are started in, unless the learner's own code asks for it."""

from __future__ import annotations

import os
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from marginlib.launch import import_path

LAUNCHER = "ipykernel_launcher"
ARGUMENTS = (
    "--InteractiveShellApp.ignore_cwd=True",
    f"--InteractiveShellApp.extra_extensions={import_path.__name__}",
)


class CourseKernels(AsyncMappingKernelManager):
    """Starts kernels of Python so that a file beside the notebook never stands in for an installed module.

    Python and IPython put the folder of a notebook on the path of imports before they import the kernel itself, so a
    file such as `pandas.py` or `ipykernel_launcher.py` in a folder would run when a notebook is opened. Here the folder
    comes last, after the kernel has started: a learner's own modules are found, and nobody's replace another.
    """

    async def start_kernel(  # type: ignore[override]  # as the parent has it
        self, *, kernel_id: str | None = None, path: Any = None, **options: Any
    ) -> str:
        """Start a kernel as the parent does and return its id."""
        options = apart(self, options)
        return await super().start_kernel(kernel_id=kernel_id, path=path, **options)


def apart(kernels: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options to start a kernel with, so that one of Python has the folder last on its path of imports."""
    name = options.get("kernel_name") or kernels.default_kernel_name
    specs = kernels.kernel_spec_manager
    arguments = options.get("extra_arguments") or []
    if not specs or LAUNCHER not in specs.get_kernel_spec(name).argv or set(ARGUMENTS) <= set(arguments):
        return options
    environment = {**(options.get("env") or os.environ), "PYTHONSAFEPATH": "1"}
    return {**options, "env": environment, "extra_arguments": [*arguments, *ARGUMENTS]}
