"""Format families: a country chooses one and adds only what is its own."""

from hub import native

native.prefer(__path__, native.WALK)
