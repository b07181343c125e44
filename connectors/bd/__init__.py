"""Bangladesh: ASYCUDA World of the National Board of Revenue, bill of entry and of export as XML.

That bills of entry and of export are SADs lodged through ASYCUDA World is published (Bangladesh
Customs; Prescribed Bill of Entry and Bill of Export Form Order, 2001). Public guides show types IM
and EX with a general procedure (IM 4), numeric offices (101 Dhaka airport, 301 Chattogram), a
registration as serial letter and number (C796229) and a manifest as year and number. No message and
no code table was available: the shape is that of public samples of other countries, means of
transport are taken as UN Rec 19. To be confirmed.

Not covered: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them.
"""

from connectors.bd.mapping import read, write

__all__ = ["read", "write"]
