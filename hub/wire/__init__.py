"""The only importer of fastavro: what canonical messages look like as bytes."""

from hub import native

native.prefer(__path__, native.AVRO)
