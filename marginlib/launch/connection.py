"""The kernel connection without the wait that makes sliders lag."""

from __future__ import annotations

import asyncio

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A kernel websocket that sends each message at once.

    A small message otherwise waits for the acknowledgement of the one before (Nagle's algorithm against delayed
    acknowledgement): about 40 ms a slider step.
    """

    def connect(self) -> asyncio.Future[None] | None:  # type: ignore[override]  # as the parent has it
        """Connect to the kernel with TCP_NODELAY set on the browser's side."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
