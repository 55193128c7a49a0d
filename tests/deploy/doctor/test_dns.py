import socket
import struct
import threading

import pytest

from deploy.doctor.dns import CAA, TXT, NoAnswer, caa_issuers, records, texts

NAME = b"\x05markt\x04test\x00"


def record(kind, data):
    """One of an answer; its name points to that of the question."""
    return b"\xc0\x0c" + struct.pack("!2HIH", kind, 1, 60, len(data)) + data


@pytest.fixture
def resolver():
    """Answers one question with what a test gives, and keeps the question."""
    threads = []

    def answer(*found, code=0, number=None):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        server.settimeout(30)
        heard = []

        def once():
            with server:
                question, visitor = server.recvfrom(512)
                heard.append(question)
                head = (number or question[:2]) + struct.pack("!5H", 0x8180 | code, 1, len(found), 0, 0)
                server.sendto(head + question[12:] + b"".join(found), visitor)

        threads.append(threading.Thread(target=once))
        threads[-1].start()
        return heard, (server.getsockname(),)

    yield answer
    for thread in threads:
        thread.join()


def test_what_a_resolver_says_is_read_past_other_records(resolver):
    alias = record(5, b"\x03www\xc0\x0c")
    heard, place = resolver(
        alias, record(CAA, b"\x00\x05issueletsencrypt.org"), record(CAA, b"\x00\x09issuewildother.test")
    )

    found = records("markt.test", CAA, resolvers=place)

    assert caa_issuers(found) == ("letsencrypt.org",)
    assert heard[0][12:] == NAME + struct.pack("!2H", CAA, 1)


def test_the_parts_of_a_text_belong_together(resolver):
    _, place = resolver(record(TXT, b"\x08v=spf1 a\x05 -all"), record(TXT, b"\x01x"))

    assert texts(records("markt.test", TXT, resolvers=place)) == ("v=spf1 a -all", "x")


def test_a_name_that_there_is_not_has_no_records(resolver):
    assert records("markt.test", TXT, resolvers=resolver(code=3)[1]) == ()


def test_a_name_with_other_letters_is_asked_for_as_dns_has_it(resolver):
    heard, place = resolver()
    records("märkte.test", TXT, resolvers=place)

    assert heard[0][12:].startswith(b"\x0dxn--mrkte-bua\x04test\x00") or b"xn--" in heard[0]


def test_who_cannot_be_asked_has_not_said_no(resolver):
    with pytest.raises(NoAnswer, match="error 2"):
        records("markt.test", TXT, resolvers=resolver(code=2)[1])
    with pytest.raises(NoAnswer, match="another question"):
        records("markt.test", TXT, resolvers=resolver(number=b"\x00\x00")[1])


def test_one_that_is_down_is_followed_by_the_next(resolver):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = closed.getsockname()
    _, place = resolver(record(TXT, b"\x01x"))

    assert records("markt.test", TXT, resolvers=(nobody, *place)) == (b"\x01x",)
