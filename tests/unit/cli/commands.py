"""Running commands as a person types them."""

from __future__ import annotations

from click.testing import Result
from typer.testing import CliRunner

from hub.cli.main import app


def hub(*words: str, stdin: bytes = b"") -> Result:
    """Run `hub …`; a fault of ours is raised, not hidden in the result."""
    result = CliRunner().invoke(app, list(words), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def complaint(result: Result) -> str:
    """Return the one line a command ends with on standard error."""
    (line,) = result.stderr.splitlines()
    assert line.startswith("hub: ")
    return line.removeprefix("hub: ")
