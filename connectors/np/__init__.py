"""Nepal: ASYCUDA World of the Department of Customs, SAD as XML.

Follows public samples and code tables of Nepal's ASYCUDA World (elements by name, in any order; the
public XSD 4.2.1 accepts few real documents and is not the contract). Means of transport are
national codes, not UN Rec 19.

Offices, models, extended and national procedures outside the published lists pass with a warning.

Not covered, or to be confirmed: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them. Terms of delivery and
payment, banks and guarantees are not checked. Answers are SAD skeletons whose comments say what
the hub has to say. A UCR has no place of its own: it is a marked line of the comments.
"""

from connectors.np.mapping import read, write

__all__ = ["read", "write"]
