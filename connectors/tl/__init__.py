"""Timor-Leste: ASYCUDA World of the Autoridade Aduaneira, the DAU as a SAD in XML.

That the single customs declaration (Declaração Aduaneira Única, DAU) is lodged in ASYCUDA World is
published by the customs authority, also the lanes after lodging, the export model EX1 and the exit
note after payment; the Electronic Single Window runs on it since 2017. No message and no code table
was available: the shape is that of public samples of other countries, offices, procedures, types
and documents pass through as they are, means of transport are taken as UN Rec 19. To be confirmed.

Not covered: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them. The country uses the US
dollar: what is stated in dollars is in the national currency.
"""

from connectors.tl.mapping import read, write

__all__ = ["read", "write"]
