"""The server extension that opens a lesson awake: with live explorers and cards, and no cell pressed.

When the page of a lesson is asked for, its cells are run in the kernel that the page will use, and the outputs travel
with the answer. The file is left as it is until the learner saves, so a lesson that was only looked at stays the
course's own and is updated with it. Whatever fails, the page opens as it lies on the disk.
"""

from __future__ import annotations

import logging
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.services.contents.handlers import ContentsHandler
from jupyter_server.utils import url_path_join
from tornado import web

from marginlib.launch import lessons, workspace
from marginlib.launch.waking import Waker

WAKER = "bulkheads_waker"


class WakingHandler(ContentsHandler):
    """Answers what is asked about files as the server does, and wakes a lesson that is asked for."""

    _outputs: dict[int, list[Any]] | None = None

    @web.authenticated
    @authorized
    async def get(self, path: str = "") -> None:
        """Answer with the file; where it is a lesson of the course, with the outputs of its kernel."""
        if self.get_query_argument("content", default="1") == "1" and lessons.may_be_one(path):
            self._outputs = await self.settings[WAKER].outputs(path.strip("/"))
        await ensure_async(super().get(path))

    def _finish_model(self, model: dict[str, Any], location: bool = True) -> None:  # noqa: FBT001, FBT002 - as theirs
        if self._outputs and model.get("type") == "notebook" and model.get("content"):
            lessons.put_outputs(model["content"], self._outputs)
        super()._finish_model(model, location)  # type: ignore[no-untyped-call]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def load(server: Any) -> None:
    """Let the server wake lessons, once, and save no view whose widget is gone."""
    settings = server.web_app.settings
    if WAKER in settings:
        return

    async def read(path: str) -> Any:
        model = await ensure_async(server.contents_manager.get(path, type="notebook", content=True))
        return model["content"]

    log: logging.Logger = server.log
    settings[WAKER] = Waker(server.session_manager, server.kernel_manager, read, log)
    # no more than the notebooks themselves: below each lie its checkpoints, which others answer for
    path = rf"(?P<path>(?:/[^/]+)*/(?:{'|'.join(workspace.FOLDERS)})/[^/]+\.ipynb)"
    address = url_path_join(settings["base_url"], f"/api/contents{path}")
    server.web_app.add_handlers(".*$", [(address, WakingHandler)])
    server.contents_manager.register_pre_save_hook(lessons.before_saving)


_load_jupyter_server_extension = load
