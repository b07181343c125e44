"""Philippines: the electronic-to-mobile (E2M) customs system of the Bureau of Customs, SAD as XML.

E2M takes single administrative documents through accredited value-added service providers
(Customs Memorandum Orders 27-2009, import assessment, and 54-2010, export declarations). That it
rests on ASYCUDA World is general knowledge and the likeness of its SAD (general segment with bank
code and reference, licences as attached documents, non-cash instruments as codes); no message was
available. The shape is that of public samples of other countries; ports, types, procedures and
documents pass through as they are, means of transport are taken as UN Rec 19: to be confirmed. The
port P02B and all other values of samples and twin are invented.

Not covered: the format has no function code and no answer message; see
`hub.connector.formats.asycuda.read` for the rules that stand in for them. How the service
providers wrap the SAD, payments (PASS5) and releases (OLRS) are not public.
"""

from connectors.ph.mapping import read, write

__all__ = ["read", "write"]
