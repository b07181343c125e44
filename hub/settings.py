"""Settings of every process: environment variables with the prefix HUB_, checked before start."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from hub.errors import Misconfigured

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What a deployment decides. Secrets come from the environment and are never printed."""

    model_config = SettingsConfigDict(env_prefix="HUB_", frozen=True, extra="ignore")

    kafka: str = Field("127.0.0.1:9092", description="bootstrap servers, host:port[,host:port]")
    replication: Annotated[int, Field(ge=1, le=5)] = 1
    postgres: SecretStr = SecretStr("postgresql://postgres@127.0.0.1:5432/hub")
    registry: str = Field(
        "http://127.0.0.1:8080/apis/ccompat/v7", description="Confluent-compatible registry"
    )
    schemas: Path = Field(ROOT / "schemas", description="folder of the Avro schemas")
    countries: tuple[str, ...] = Field((), description="countries served; empty: every connector")
    lanes: Annotated[int, Field(ge=1, le=64, description="partitions a country topic")] = 1
    interval_ms: Annotated[int, Field(ge=5, le=5000, description="wait for a full batch")] = 150
    compression: Literal["zstd", "snappy", "lz4", "gzip"] = Field(
        "zstd", description="of Kafka batches; zstd for disks, snappy for few cores"
    )
    intake_host: str = "127.0.0.1"
    intake_port: Annotated[int, Field(ge=0, le=65535)] = 8081
    intake_tokens: dict[str, SecretStr] = Field({}, description="country to bearer token")
    max_message_bytes: Annotated[int, Field(ge=1024)] = 10_000_000
    api_host: str = "127.0.0.1"
    api_port: Annotated[int, Field(ge=0, le=65535)] = 8082
    api_token: SecretStr | None = Field(None, description="operators' token; none: loopback only")
    endpoints: dict[str, str] = Field({}, description="country to URL of its national system")
    delivery_tokens: dict[str, SecretStr] = Field({}, description="country to token we present")
    delivery_connections: Annotated[int, Field(ge=1, le=256)] = 8
    certifier_key: SecretStr | None = Field(
        None, description="Ed25519 key certificates are signed with, 64 hexadecimal digits"
    )
    certifiers: tuple[str, ...] = Field((), description="public keys whose certificates count")
    leases: bool = Field(True, description="share lanes by leases; off: take the lane at once")
    instance: str = Field(
        "", description="name this process keeps over restarts; none: host and pid"
    )
    log_level: Annotated[str, Field(pattern="(?i)^(debug|info|warning|error|critical)$")] = "INFO"


@cache
def settings() -> Settings:
    """Read the settings once. Raises `Misconfigured` naming the variable and what it should be."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"HUB_{'.'.join(str(part) for part in found['loc']).upper()}: {found['msg']}"
            for found in error.errors()
        ]
        raise Misconfigured("; ".join(lines)) from error
    except SettingsError as error:
        name = next(field for field in Settings.model_fields if f'"{field}"' in str(error))
        raise Misconfigured(f"HUB_{name.upper()}: write it as JSON") from error
