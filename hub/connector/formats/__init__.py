"""Format families: a country chooses one and adds only what is its own."""
