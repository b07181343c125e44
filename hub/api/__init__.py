"""The operators' API: figures, traces, parked messages, connectors. Reads only."""
