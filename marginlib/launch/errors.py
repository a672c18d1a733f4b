"""What can go wrong before a lesson is open, said in one line."""

from __future__ import annotations

import click


class LaunchError(click.ClickException):
    """A fault the learner can put right; shown as one line, without a traceback."""

    def format_message(self) -> str:
        """Return the message as one line."""
        return " ".join(self.message.split())
