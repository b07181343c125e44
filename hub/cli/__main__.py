"""`python -m hub.cli`: the same as `hub`."""

from hub.cli.main import main

main()
