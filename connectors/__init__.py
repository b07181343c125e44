"""One folder a country: data and two pure functions, `read` and `write`."""
