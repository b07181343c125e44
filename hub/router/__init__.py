"""Station two: matching, acknowledging, addressing. Decides once, publishes once."""
