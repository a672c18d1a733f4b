"""Start JupyterLab with the settings the course needs, on a working folder."""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from marginlib.launch.errors import LaunchError
from marginlib.launch.workspace import cannot_write

FIRST_PORT = 8888
PORTS_TRIED = 100
HOST = "127.0.0.1"

SETTINGS = {
    # no question about news over the first lesson
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # a saved lesson shows its widgets again when it is opened
    "@jupyter-widgets/jupyterlab-manager/plugin.jupyterlab-settings": {"saveState": True},
}


def prepare(folder: Path) -> None:
    """Write the settings of JupyterLab into `folder`, and point JupyterLab to them.

    Must run before `jupyterlab.labapp` is imported, which reads the places once. Settings the learner changed are kept.
    Raises `LaunchError` where the folder cannot be written.
    """
    home = folder / ".jupyter"
    settings, workspaces = home / "lab" / "user-settings", home / "lab" / "workspaces"
    try:
        workspaces.mkdir(parents=True, exist_ok=True)
        for name, content in SETTINGS.items():
            path = settings / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(content, indent=4) + "\n", encoding="utf-8")
    except OSError as error:
        raise cannot_write(folder, error) from error
    os.environ["JUPYTERLAB_SETTINGS_DIR"] = str(settings)
    os.environ["JUPYTERLAB_WORKSPACES_DIR"] = str(workspaces)
    # The kernel and the extensions of this environment come first, and no old server configuration gets in.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ.setdefault("JUPYTER_CONFIG_DIR", str(home))


def choose_port(wanted: int | None) -> int:
    """Return the port asked for, or the first free one from 8888 on.

    Raises `LaunchError` where the port asked for is busy or not allowed, or none is free.
    """
    if wanted is not None:
        try:
            _try_port(wanted)
        except PermissionError as error:
            raise LaunchError(f"Port {wanted} is reserved by the system. Choose one above 1023 with --port.") from error
        except OSError as error:
            raise LaunchError(
                f"Port {wanted} is busy: another program, perhaps an earlier start of the course, is using it. "
                "Choose another with --port, or leave --port out to take the first free one."
            ) from error
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        try:
            _try_port(port)
        except OSError:
            continue
        return port
    raise LaunchError(f"All ports from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are busy. Name one with --port.")


def start(folder: Path, notebook: str, *, port: int | None, browser: bool, echo: Callable[[str], object]) -> None:
    """Run JupyterLab on `folder` until it is stopped, and `echo` the address of `notebook` when it answers."""
    prepare(folder)
    chosen = choose_port(port)
    token = secrets.token_hex(16)
    page = f"/lab/tree/{quote(notebook)}"
    echo("JupyterLab is starting. The first time takes longest.")

    import zmq
    from jupyterlab.labapp import LabApp

    options = {
        "ServerApp.allow_root": True,
        "ServerApp.answer_yes": True,  # one Ctrl+C stops the server
        "ServerApp.ip": HOST,
        "ServerApp.kernel_websocket_connection_class": "marginlib.launch.connection.PromptConnection",
        "ServerApp.log_level": "ERROR",
        "ServerApp.open_browser": browser,
        "ServerApp.port": chosen,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": str(folder),
        "IdentityProvider.token": token,
        "LabApp.log_level": "ERROR",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.default_url": page,
    }
    if zmq.has("curve"):
        # messages between server and kernel are encrypted, and no kernel warns that they are not
        options["KernelManager.transport_encryption"] = "auto"
    server = LabApp.initialize_server(argv=[f"--{name}={value}" for name, value in options.items()])

    def announce() -> None:
        echo(f"The course is open at http://{HOST}:{chosen}{page}?token={token}")
        echo("Stop it with Ctrl+C. Your work stays in the folder.")

    # the server queued its own listening first, so the address is printed when it answers
    server.io_loop.add_callback(announce)
    server.start()


def _try_port(port: int) -> None:
    """Raise `OSError` where nothing can listen on `port`."""
    with socket.socket() as listener:
        if os.name == "posix":
            # as the server itself does; on Windows the option would share a port in use
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
