"""Pure: what customs people talk about. Knows no bus, no store, no wire."""
