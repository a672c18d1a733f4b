"""Kernels that import nothing from the folder they are started in, unless the learner's own code asks for it."""

from __future__ import annotations

import os
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from marginlib.launch import import_path

LAUNCHER = "ipykernel_launcher"


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
        name = options.get("kernel_name") or self.default_kernel_name
        specs = self.kernel_spec_manager
        if specs and LAUNCHER in specs.get_kernel_spec(name).argv:
            options["env"] = {**(options.get("env") or os.environ), "PYTHONSAFEPATH": "1"}
            options["extra_arguments"] = [
                *(options.get("extra_arguments") or []),
                "--InteractiveShellApp.ignore_cwd=True",
                f"--InteractiveShellApp.extra_extensions={import_path.__name__}",
            ]
        return await super().start_kernel(kernel_id=kernel_id, path=path, **options)
