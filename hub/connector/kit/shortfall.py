"""What a connector still lacks: one finding of a rule, with the place and what repairs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from hub.errors import Misconfigured
from hub.settings import ROOT


class Shortfall(NamedTuple):
    """A promise that is not kept: the rule, the file or function, what is wrong, its repair."""

    rule: str
    where: str
    text: str
    repair: str


class Rule(NamedTuple):
    """A promise every connector makes, and how it is verified."""

    name: str
    promise: str
    verify: Callable[[str], Iterator[tuple[str, str, str]]]
    """Country in lower case → (where, text, repair) of whatever breaks the promise."""

    def shortfalls(self, country: str) -> list[Shortfall]:
        """Verify it for a country; a connector that raises has broken the promise too."""
        where = f"connectors/{country}"
        try:
            return [Shortfall(self.name, _near(w), *rest) for w, *rest in self.verify(country)]
        except Misconfigured as error:
            return [Shortfall(self.name, where, _near(str(error)), "repair or add that file")]
        except Exception as error:
            text = f"{type(error).__name__}: {error}"[:600]
            return [
                Shortfall(self.name, where, text, "read and write raise nothing; see contract.py")
            ]


def _near(text: str) -> str:
    """Return a path as it is written from the project's own folder."""
    return text.replace(f"{ROOT}/", "")
