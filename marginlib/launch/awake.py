"""The server extension that opens a lesson awake: with live explorers and cards, and no cell pressed.

When the page of a lesson is asked for, its cells are run in the kernel that the page will use, and the outputs travel
with the answer. The file is left as it is until the learner saves, so a lesson that was only looked at stays the
course's own and is updated with it. Whatever fails, the page opens as it lies on the disk.
"""

from __future__ import annotations

import copy
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.services.contents.handlers import ContentsHandler
from jupyter_server.utils import url_path_join
from tornado import web
from traitlets import Int

from marginlib.launch.views import Views
from marginlib.launch.waking import Opened, Waker

WAKER = "bulkheads_waker"
# no more than the notebooks themselves: below each lie its checkpoints, which others answer for
NOTEBOOK = r"(?P<path>(?:/[^/]+)*/[^/]+\.ipynb)"


class WakingHandler(ContentsHandler):
    """Answers what is asked about files as the server does, and wakes a lesson that is asked for."""

    _opened: Opened | None = None

    @web.authenticated
    @authorized
    async def get(self, path: str = "") -> None:
        """Answer with the file; where it is a lesson of the course, with the outputs of its kernel."""
        if self.get_query_argument("content", default="1") == "1":
            self._opened = await self.settings[WAKER].opened(path.strip("/"))
        await ensure_async(super().get(path))

    def _finish_model(self, model: dict[str, Any], location: bool = True) -> None:  # noqa: FBT001, FBT002 - as theirs
        if self._opened and model.get("type") == "notebook" and model.get("content"):
            try:
                content = copy.deepcopy(model["content"])
                self._opened.show_in(content)
                model["content"] = content
            except Exception:  # whatever it is, the page is to open
                self.log.warning("%s opens as it was saved", model.get("path"), exc_info=True)
        super()._finish_model(model, location)  # type: ignore[no-untyped-call]


class Awake(ExtensionApp):
    """What a server is told to load, by the configuration that comes with the package or by the command."""

    name = "bulkheads"
    kept = Int(4, help="Lessons that are awake at a time, each in a kernel of about 150 MiB; 0 for none").tag(
        config=True
    )

    def initialize(self) -> None:  # type: ignore[override]  # as the parent has it
        """Let the server wake lessons, and save no view that nothing could show."""
        server: Any = self.serverapp

        async def read(path: str) -> Any:
            model = await ensure_async(server.contents_manager.get(path, type="notebook", content=True))
            return model["content"]

        views, settings = Views(), server.web_app.settings
        settings[WAKER] = Waker(server.session_manager, server.kernel_manager, read, views, server.log, self.kept)
        address = url_path_join(settings["base_url"], f"/api/contents{NOTEBOOK}")
        server.web_app.add_handlers(".*$", [(address, WakingHandler)])
        server.contents_manager.register_pre_save_hook(views.before_saving)

    async def stop_extension(self) -> None:
        """Leave no lesson half awake when the server stops."""
        server: Any = self.serverapp
        await server.web_app.settings[WAKER].stop()


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": __name__, "app": Awake}]


def load(server: Any) -> Waker:
    """Let a server wake lessons, also one whose environment does not say so, and return what wakes them."""
    if WAKER not in server.web_app.settings:
        manager = server.extension_manager
        manager.add_extension(__name__, enabled=True)
        manager.link_extension(__name__)
        manager.load_extension(__name__)
    waker: Waker = server.web_app.settings[WAKER]
    return waker
