"""National character sets: read as their supersets, and named where a byte is of neither."""

from __future__ import annotations

from hub.connector.formats import recoding
from hub.domain.faults import CHARSET

GB = recoding.stated(rb"gb2312|gbk|gb18030")


def test_a_stated_set_is_read_as_its_superset() -> None:
    """GB2312 has no 镕, GB18030 has; the declaration then says UTF-8."""
    raw = '<?xml version="1.0" encoding="GB2312"?><a>朱镕</a>'.encode("gb18030")
    turned, faults = recoding.in_utf8(raw, GB, "gb18030")
    assert turned.decode() == '<?xml version="1.0" encoding="utf-8"?><a>朱镕</a>'
    assert faults == ()


def test_another_set_stays_as_it_is() -> None:
    """Only what is stated is turned: UTF-8 is not looked at."""
    raw = '<?xml version="1.0" encoding="UTF-8"?><a>镕</a>'.encode()
    assert recoding.in_utf8(raw, GB, "gb18030") == (raw, ())


def test_a_byte_of_no_set_is_named_by_line_and_offset() -> None:
    """The sender finds it: second line, offset in the whole message."""
    raw = b'<?xml version="1.0" encoding="gbk"?>\n<a>\xff</a>'
    turned, (fault,) = recoding.in_utf8(raw, GB, "gb18030")
    assert turned is raw
    assert (fault.code, fault.pointer) == (CHARSET, "line 2, offset 40")
