"""Albania: ASYCUDA World of the General Directorate of Customs, the DAV as a SAD in XML.

Follows ten public samples of 2016 and the notes on code lists beside them (public repository
sc001cs/AsycudaXML); the samples are traders' own and not part of the project. What they show:
offices such as AL110000, two-digit means of transport (31 trailer, 10 sea) and kinds of packages
that are not UN Rec 21, dates M/D/YY, large amounts with a power of ten (1.0623724E7), the nature of
the transaction in two digits, and the export declaration among the attached documents as code 830
with `NR.` before its number: an import follows it. Samples are drafts without a registration.

Not covered, or to be confirmed: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them. Offices, procedures and
preferences are not checked; package kinds whose like in UN Rec 21 is not sure pass through.
"""

from connectors.al.mapping import read, write

__all__ = ["read", "write"]
