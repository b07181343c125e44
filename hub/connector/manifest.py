"""`manifest.toml` of a country: what the hub knows of a connector before it imports it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from hub.domain.catalogue import KINDS
from hub.errors import Misconfigured


class Manifest(BaseModel):
    """One country's connector, as its integrator declares it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
    name: Annotated[str, Field(min_length=2, description="English short name of the country")]
    system: Annotated[str, Field(min_length=1, description="national system, by its own name")]
    authority: Annotated[str, Field(min_length=1)]
    family: Annotated[
        str,
        Field(
            pattern="^[a-z][a-z0-9]*$",
            description="folder in hub/connector/formats/, or, where none fits, the format's name",
        ),
    ]
    spec: Literal["official", "public-sample", "family", "assumed"]
    specification: Annotated[str, Field(min_length=8, description="spec followed, version, source")]
    zone: Annotated[str, Field(description="IANA time zone of times written without one")]
    charset: str
    language: Annotated[
        str, Field(pattern="^[a-z]{2,3}$", description="ISO 639; other than en: see texts.toml")
    ] = "en"
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    receipt: Literal["http", "message"] = "http"
    transports: tuple[Literal["http"], ...] = ("http",)
    stage: Literal["draft", "trial", "live"] = "draft"

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no IANA time zone {value!r}") from error
        return value

    @field_validator("reads", "writes")
    @classmethod
    def _kinds_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [kind for kind in value if kind not in KINDS]
        if unknown:
            raise ValueError(f"unknown kinds {unknown}; known: {sorted(KINDS)}")
        return value


def load(folder: Path) -> Manifest:
    """Read the manifest in a country's folder. Raises `Misconfigured` naming every shortfall."""
    path = folder / "manifest.toml"
    try:
        found = Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}; add it") from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise Misconfigured(f"{path}: {error}") from error
    if found.code.lower() != folder.name.rstrip("_"):
        raise Misconfigured(f"{path}: code {found.code} does not fit folder {folder.name}")
    return found
