"""How commands speak: results on standard output, one clear line of trouble on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import orjson
import typer
from rich.console import Console

from hub.errors import HubError, Misconfigured

FAILED, USAGE = 1, 2

console = Console(highlight=False)


def as_json(document: Any) -> None:
    """Print a document for machines."""
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z, default=str)
    sys.stdout.buffer.write(text + b"\n")


def fail(text: str, code: int = FAILED) -> NoReturn:
    """Say what is wrong and end with an exit code."""
    typer.echo(f"hub: {text}", err=True)
    raise typer.Exit(code)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn expected errors into one line: exit 2 for a wrong setting, 1 for anything else."""
    try:
        yield
    except Misconfigured as error:
        fail(str(error), USAGE)
    except HubError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or ''} {error.strerror or error}".strip(), USAGE)
