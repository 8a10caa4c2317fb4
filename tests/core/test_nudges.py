"""What a nudge is for, and the many numbers that are nobody's."""

import pytest

from peersupport.core.nudges import Detail, details_in

TELLING = {
    Detail.PHONE: [
        "ring me on 07700 900 123.", "call +44 7700 900123", "my number is (555) 123-4567",
        "555-123-4567 after six", "0049 170 1234567", "030/12345678", "06-12345678", "+1 (555) 010-9999",
        "Tel. 0151 23456789!", "whatsapp: +351 912 345 678",
    ],
    Detail.EMAIL: ["write to ada.l+maths@uni.example", "ADA@mail.example.org, thanks"],
    Detail.ADDRESS: [
        "come to 12 Acacia Avenue", "I live at 4b Old Mill Road.", "7 High St.", "Lindenstraße 12",
        "12 rue des Lilas", "Calle Mayor 5", "Keizersgracht 174",
    ],
    Detail.STUDENT_NUMBER: [
        "my student number is 20345678", "Matrikelnummer: 1234567", "I am s1234567", "student ID 0123456",
    ],
}  # fmt: skip
HARMLESS = [
    "We meet on 2026-11-23 or 23.11.2026, 10:30:15 at the latest, 23/11/2026 too.",
    "It costs €1,250.00 or $ 1250 500 0000, 30.000.000 in all.", "ISBN 978-3-16-148410-0, ISBN 0-306-40615-2",
    "pi is 3.14159265 and e is 2.718281828459045", "0.1234567890 is small", "x = 07700900123 + 2",
    "CS101, MATH 2040, PHYS-30512 and unit 4011", "Room 204, floor 3; Building 12 Room 0345",
    "12 * 3456789012 = 41481468144", "`07700900123` is a test number", "$a = 0151 23456789$",
    "https://example.org/t/07700900123/ada@uni.example", "pages 120-134, 2019-2023, 1 000 000 people",
    "call 112 or 116 123 now", "@ada and @ben are here", "In the 20th century, 45 Students passed.",
    "I scored 85 90 95 100 on them", "question 3 (b), 12 Main ideas", "UTF-8, RFC 2119, 192.168.100.200",
    "5 Good ways to plan", "the student numbers fell to 20345678 people? no", "doi:10.1000/0123456789",
]  # fmt: skip


@pytest.mark.parametrize("detail", Detail)
def test_names_what_looks_like_a_personal_detail(detail):
    found = {text: details_in(text) for text in TELLING[detail]}

    assert {text: kinds for text, kinds in found.items() if kinds != {detail}} == {}


def test_leaves_every_other_number_alone():
    found = {text: details_in(text) for text in HARMLESS}

    assert {text: kinds for text, kinds in found.items() if kinds} == {}


def test_what_everybody_may_be_told_is_no_personal_detail():
    known = ["0800 111 0 111", "help@line.example"]

    assert details_in("Ring 0800 1110111 or write to help@line.example", known=known) == set()
    assert details_in("Ring 0800 1110112", known=known) == {Detail.PHONE}


def test_a_site_says_what_its_student_numbers_look_like():
    assert details_in("I am AB-1234", student_number=r"\bAB-\d{4}\b") == {Detail.STUDENT_NUMBER}
    assert details_in("I am s1234567", student_number="") == set()
