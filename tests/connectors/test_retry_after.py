import pytest

from connectors.retry_after import retry_after

NOW = 1_800_000_000.0
WAITS = [
    ("7", 7),
    ("Fri, 15 Jan 2027 08:00:10 GMT", 10),
    ("Fri, 15 Jan 2027 07:59:00 GMT", 0),
    ("", None),
    ("-5", None),
    ("soon", None),
    ("Mon, 01 Jan 99999 00:00:00 GMT", None),
    (f"Mon, 01 Jan {'9' * 30} 00:00:00 GMT", None),
]


@pytest.mark.parametrize(("text", "seconds"), WAITS)
def test_what_cannot_be_read_names_no_time(text, seconds):
    assert retry_after({"retry-after": text}, NOW) == seconds
