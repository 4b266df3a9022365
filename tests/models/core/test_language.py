"""Numbers with units, as each language writes them."""

import pytest

from models.core.language import file_size, speaking

SIZES = [
    (0, "0 bytes"),
    (1, "1 byte"),
    (999, "999 bytes"),
    (8_640, "8.6 kB"),
    (999_949, "999.9 kB"),
    (999_950, "1 MB"),
    (12_345_678, "12.3 MB"),
    (3_000_000_000, "3 GB"),
]


@pytest.mark.parametrize(("size", "said"), SIZES)
def test_a_size_is_said_in_the_largest_unit_that_fits(size: int, said: str) -> None:
    with speaking("en_GB"):
        assert file_size(size) == said


def test_french_writes_sizes_in_octets_with_a_comma() -> None:
    with speaking("fr"):
        assert file_size(8_640) == "8,6\u00a0ko"
        assert file_size(1) == "1\u00a0octet"
