"""The only importer of asyncpg: what the hub remembers besides Kafka."""
