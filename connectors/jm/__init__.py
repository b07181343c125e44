"""Jamaica: ASYCUDA World of the Jamaica Customs Agency, SAD as XML.

Follows a public sample of an assessed import and a blank template (public repository
willylondon/asycuda-converter-2, MIT, 72e38ac). What they show: the year of the registration in the
assessment notice, dates M/D/YY, the declarant's reference with its year, offices such as JMKAJ, and
`<null/>` in every empty field. Regimes are published by the agency: IM4, IMS4, IMD4, IM6, IM7, IM9,
EX1, EX2, EX3, EX8 and EX9, among others; the sample has IMR4. The sample states eight items and has
none: it is read, with a warning. The blank template names no declaration and is refused.

Not covered, or to be confirmed: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them. Offices, procedures and
means of transport are not checked against a list; an importer's bill of lading is often written
into box 40, where others have what they follow.
"""

from connectors.jm.mapping import read, write

__all__ = ["read", "write"]
