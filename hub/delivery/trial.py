"""How the first message of a chain has fared with a partner that does not take it: pure."""

from __future__ import annotations

from dataclasses import dataclass

from hub.delivery.connection import Answer

PILOT_TRIES = 3
"""Tries after which another declaration's message is the pilot. With pauses that double from
0.5 s one message that is at fault itself holds its partner for 3.5 s."""

ALONE_TRIES = 10
"""Failures while other messages got through, after which a person must look. These are about
four minutes: longer than a restart of the partner's system. HMRC gives up after 14 days, but there
no later message waits for the one that fails, and here its declaration does."""


@dataclass(slots=True)
class Trial:
    """Tries of one message that were answered with "not now", or not at all.

    `apart`: it is tried on its own and holds nobody; `alone`: how often it failed after others
    had got through since its failure before.
    """

    answer: Answer
    tries: int = 0
    alone: int = 0
    apart: bool = False
    retries: int = 0
    _through: int = -1

    def failed(self, answer: Answer, through: int) -> None:
        """Note a failure; `through` counts the messages the partner has taken or refused."""
        self.answer = answer
        self.tries += 1
        if 0 <= self._through < through:
            self.alone += 1
        self._through = through

    @property
    def tiring(self) -> bool:
        """Say whether another message should be the pilot."""
        return self.tries >= PILOT_TRIES

    @property
    def hopeless(self) -> bool:
        """Say whether a person should look."""
        return self.alone >= ALONE_TRIES

    @property
    def reason(self) -> str:
        """Say in words how the last try ended."""
        status, text = self.answer.status, self.answer.text
        return f"answered {status}: {text}" if status else f"gave no answer: {text}"
