"""Station three: canonical messages out, national messages handed to national systems in order."""
