"""Links that dial: what people write as phone numbers, and what is dialled, or rather nothing."""

import pytest

from watchbill.domain.phones import country_fault, phone_link

SURE = {
    "+44 20 7946 0000": "tel:+442079460000",
    "+49 (0)30 5550-0111": "tel:+493055500111",
    "+1 (555) 010-1234 ext. 12": "tel:+15550101234;ext=12",
    "+49 30/5550111": "tel:+49305550111",
    "+49 30 5550-0": "tel:+493055500",
    "+41 (0)44 123 45 67": "tel:+41441234567",
    "+39 (0)6 1234567": "tel:+39061234567",
    "+44 1632 960171": "tel:+441632960171",
    "+1 415.555.0131 x7": "tel:+14155550131;ext=7",
    "+1 415 555 0131 extension 007": "tel:+14155550131;ext=007",
    "tel:+1-415-555-0131;ext=5": "tel:+14155550131;ext=5",
    "+49\u00a030 5550\u20110111": "tel:+493055500111",
    "+４９ 30 5550111": "tel:+49305550111",
}
UNSURE = [
    "",
    "none",
    "ask at the desk, 4711",
    "+1 800 FLOWERS",
    "+49 30 5550111 (Anna)",
    "Office +49 30 5550111",
    "+49 30 5550111 / +49 171 5550111",
    "+49 30 5550111, +49 30 5550112",
    "+49 30 5550111/12",
    "+49 30 5550111 or 5550112",
    "+1 415 555 0131 ext 1 ext 2",
    "+1 (0)415 555 0131",
    "+999 5550111",
    "+49 112",
    "+49 30 5550111 5550112 5550113",
    "+44 20 7946",
    "(((",
    "+",
    "030 5550111",
    "0049 30 5550111",
    "112",
    "+49 30 5550111" + " " * 100,
]


@pytest.mark.parametrize(("text", "link"), SURE.items())
def test_a_number_with_its_countrys_code_is_dialled_as_it_is_meant(text, link):
    assert phone_link(text) == phone_link(text, "JP") == link


@pytest.mark.parametrize("text", UNSURE)
def test_nothing_is_dialled_where_it_is_not_sure_what(text):
    assert phone_link(text) is None


@pytest.mark.parametrize(
    ("text", "country", "link"),
    [
        ("030 5550-0111", "DE", "tel:+493055500111"),
        ("(030) 5550111", "DE", "tel:+49305550111"),
        ("0049 30 5550111", "DE", "tel:+49305550111"),
        ("030/5550111", "DE", "tel:+49305550111"),
        ("030 5550111/12", "DE", None),
        ("020 7946 0000", "GB", "tel:+442079460000"),
        ("(415) 555-0131 x4", "US", "tel:+14155550131;ext=4"),
        ("4915112345678", "DE", None),
        ("1 415 555 0131", "US", "tel:+14155550131"),
        ("011 49 30 5550111", "US", "tel:+49305550111"),
        ("555-0131", "US", None),
        ("4711", "DE", None),
        ("112", "DE", None),
        ("020 7946 0000", "US", None),
    ],
)
def test_a_number_without_one_is_dialled_as_in_the_country(text, country, link):
    assert phone_link(text, country) == link


def test_a_country_has_two_letters():
    assert (country_fault("DE"), country_fault("")) == (None, None)
    assert [code for code in ("de", "XX", "Germany", "001") if country_fault(code) is None] == []
