"""Sri Lanka: ASYCUDA World of Sri Lanka Customs, the CusDec as a SAD in XML.

That CusDecs are lodged in ASYCUDA World (4.2.2 since 2015) is published, also the meaning of each
cage (CusDec I and II), the export models EX1, EX2, EX3, EX8 and EX9 and examples of procedure codes
(1000-000 outright export). Cage 40 holds the previous document or the bill of lading. No message
and no code table was available: the shape is that of public samples of other countries, offices and
documents pass through as they are, means of transport are taken as UN Rec 19. To be confirmed.

Not covered: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them. Cargo dispatch notes
(CDN) are not declarations.
"""

from connectors.lk.mapping import read, write

__all__ = ["read", "write"]
