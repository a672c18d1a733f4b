"""Start JupyterLab with the settings the course needs, on a working folder."""

from __future__ import annotations

import os
import secrets
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from marginlib.launch import configuration
from marginlib.launch.errors import LaunchError

FIRST_PORT = 8888
PORTS_TRIED = 100
HOST = "127.0.0.1"


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
    chosen = choose_port(port)
    if is_root():
        echo(
            "You are root, and so is everything that a notebook or a terminal of this server does. "
            "Start the course as another user where you can."
        )
    echo("JupyterLab is starting. The first time takes longest.")
    with configuration.own_place(echo):
        _serve(folder, notebook, chosen, browser=browser, echo=echo)


def is_root() -> bool:
    """Whether this process may do anything on this machine."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _serve(folder: Path, notebook: str, port: int, *, browser: bool, echo: Callable[[str], object]) -> None:
    import zmq
    from jupyterlab.labapp import LabApp

    from marginlib.launch import awake

    token = secrets.token_hex(16)
    page = f"/lab/tree/{quote(notebook)}"
    options = {
        "ServerApp.allow_root": is_root(),
        "ServerApp.ip": HOST,
        "ServerApp.kernel_manager_class": "marginlib.launch.kernels.CourseKernels",
        "ServerApp.kernel_websocket_connection_class": "marginlib.launch.connection.PromptConnection",
        "ServerApp.log_level": "ERROR",
        "ServerApp.open_browser": browser,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": str(folder),
        "IdentityProvider.token": token,
        "LanguageServerManager.autodetect": False,  # it would look for programs in the folder
        "LabApp.log_level": "ERROR",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.default_url": page,
    }
    if zmq.has("curve"):
        # messages between server and kernel are encrypted, and no kernel warns that they are not
        options["KernelManager.transport_encryption"] = "auto"
    server = LabApp.initialize_server(argv=[f"--{name}={value}" for name, value in options.items()])
    # the lesson wakes while the browser loads
    server.io_loop.add_callback(awake.load(server).opened, notebook)

    def stop(*_: object) -> None:
        # stops the kernels as well, where there is no terminal to ask in too; a second one does not wait for them
        signal.signal(signal.SIGINT, signal.default_int_handler)
        server.stop(from_signal=True)

    def announce() -> None:
        echo(f"The course is open at http://{HOST}:{port}{page}?token={token}")
        echo("Stop it with Ctrl+C. Your work stays in the folder.")

    # the server queued its own listening first, so the address is printed when it answers
    server.io_loop.add_callback(announce)
    signal.signal(signal.SIGINT, stop)
    server.start()


def _try_port(port: int) -> None:
    """Raise `OSError` where nothing can listen on `port`."""
    with socket.socket() as listener:
        if os.name == "posix":
            # as the server itself does; on Windows the option would share a port in use
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
