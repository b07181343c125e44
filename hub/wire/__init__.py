"""The only importer of fastavro: what canonical messages look like as bytes."""
