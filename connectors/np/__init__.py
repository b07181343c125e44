"""Nepal: ASYCUDA World of the Department of Customs, SAD as XML.

Follows public samples and code tables of Nepal's ASYCUDA World (elements by name, in any order; the
public XSD 4.2.1 accepts few real documents and is not the contract). Means of transport are
national codes, not UN Rec 19.

Not covered, or to be confirmed: the format has no function code and no answer message. A document
without items whose registration and receipt, assessment or export release are filled reads as a
status; `AMENDMENT` or `CANCELLATION` at the head of the additional information marks the rest.
Answers are SAD skeletons whose comments say what the hub has to say. A UCR has no place in it.
"""

from connectors.np.mapping import read, write

__all__ = ["read", "write"]
