"""`quality.yaml` of a country: what its connector claims, in words a machine can hold it to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.errors import Misconfigured


class _Claim(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Specification(_Claim):
    """The source that is followed."""

    grade: Literal["official", "public-sample", "family", "assumed"]
    version: Annotated[str, Field(min_length=3, description="specification and version")]
    seen: Annotated[date, Field(description="day the source was last looked at")]


class CodeList(_Claim):
    """A table of `codelists.toml`: where it comes from, and whether it is the whole list."""

    source: Annotated[str, Field(min_length=3)]
    version: Annotated[str, Field(min_length=1, description="version or date of the source")]
    complete: bool


class Quality(_Claim):
    """The claims of one connector. What no machine can verify is for people: `to_confirm`."""

    specification: Specification
    published_samples: Annotated[
        int,
        Field(ge=0, description="published messages that are read, not refused"),
    ]
    published_in: Annotated[
        tuple[str, ...],
        Field(description="where they lie below a folder of published samples, as glob patterns"),
    ] = ()
    validates: Annotated[
        tuple[str, ...], Field(description="schemas its output is validated against in tests")
    ] = ()
    round_trip: Annotated[
        Literal["faithful", "partial"],
        Field(description="faithful: whatever does not come back is named as lost"),
    ]
    to_confirm: Annotated[
        tuple[str, ...], Field(description="what the authority must confirm before it goes live")
    ] = ()
    not_covered: tuple[str, ...] = ()
    code_lists: dict[str, CodeList] = {}
    read_us: Annotated[
        int, Field(gt=0, description="CPU microseconds reading five items may cost, at most")
    ] = 250


def load(folder: Path) -> Quality:
    """Read a country's claims. Raises `Misconfigured` naming every shortfall."""
    path = folder / "quality.yaml"
    try:
        return Quality.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}; add it") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise Misconfigured(f"{path}: {error}") from error
