"""Lao PDR: ASYCUDA World of the Lao Customs Department, SAD as XML.

That declarations are lodged in ASYCUDA is published (Lao Trade Portal: instructions 10503/CD of
2012 and 00097/CD of 2017), also the models EX1 to EX3, IM4 to IM8 and the simplified SD1 and SD4
(agreement 00172/CD of 6 October 2013): others pass with a warning. No message of the country was
available: offices, procedures and documents pass through as they are, means of transport are taken
as UN Rec 19, all to be confirmed.

Not covered, or to be confirmed: as in every ASYCUDA country there is no function code and no answer
message; see `hub.connector.formats.asycuda.read` for the rules that stand in for them.
"""

from connectors.la.mapping import read, write

__all__ = ["read", "write"]
