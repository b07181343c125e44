"""One machine: a real Kafka, PostgreSQL and Apicurio Registry as child processes of ours.

`hub.local.machine.Machine` is the whole interface; `python -m hub.local` fetches what it needs.
Linux only: it relies on process groups, `/proc` and, where present, `setpriv` of util-linux.
"""
