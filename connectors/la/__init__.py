"""Lao PDR: ASYCUDA World of the Lao Customs Department, SAD as XML.

The family is sure, the national codes are not at hand: offices, procedures and types pass through
as they are, means of transport are taken as UN Rec 19, all to be confirmed. No message of the
country was available.

Not covered, or to be confirmed: as in every ASYCUDA country there is no function code and no answer
message; see `hub.connector.formats.asycuda.read` for the rules that stand in for them.
"""

from connectors.la.mapping import read, write

__all__ = ["read", "write"]
