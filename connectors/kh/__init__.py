"""Cambodia: ASYCUDA World of the General Department of Customs and Excise (GDCE), SAD as XML.

That declarations are electronic SADs in ASYCUDA is published (Cambodia National Trade Repository,
procedure "Submission of Customs Declaration"; Prakas 1447 of 2007; GDCE instruction 1308 of 2009).
No message and no code table of the country was available: the shape is that of public samples of
other countries, offices, procedures, types and documents pass through as they are, means of
transport are taken as UN Rec 19. All of it is to be confirmed. One code is published: OCL, the
certificate of origin among the attached documents (GDCE guideline of 9 May 2025).

Not covered: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them. The customs valuation
declaration (CVDS) is another system.
"""

from connectors.kh.mapping import read, write

__all__ = ["read", "write"]
