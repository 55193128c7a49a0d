import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from deploy.doctor.dns_records import NoAnswer, issuers, records


@pytest.fixture
def resolver():
    """Makes one that answers one question with lines of a zone file, and keeps what it was asked."""
    threads = []

    def make(*lines, code=dns.rcode.NOERROR, before=()):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        server.settimeout(30)
        heard = []

        def answer_once():
            with server:
                question, visitor = server.recvfrom(512)
                asked = dns.message.from_wire(question)
                heard.append(asked.question[0].to_text())
                answer = dns.message.make_response(asked)
                answer.set_rcode(code)
                answer.answer = [dns.rrset.from_text(*line) for line in lines]
                server.sendto(answer.to_wire(), visitor)

        threads.append(threading.Thread(target=answer_once))
        threads[-1].start()
        chosen = dns.resolver.Resolver(configure=False)
        chosen.nameservers = [dns.nameserver.Do53Nameserver(*place) for place in (*before, server.getsockname())]
        return heard, chosen

    yield make
    for thread in threads:
        thread.join()


def test_the_records_of_an_alias_are_those_of_its_name(resolver):
    heard, chosen = resolver(
        ("markt.test.", 60, "IN", "CNAME", "www.markt.test."),
        ("www.markt.test.", 60, "IN", "CAA", '0 issue "letsencrypt.org; x=1"', '0 issuewild "other.test"'),
    )

    found = records("markt.test", "CAA", resolver=chosen)

    assert (set(found), issuers(found)) == (
        {"issue letsencrypt.org; x=1", "issuewild other.test"},
        ("letsencrypt.org",),
    )
    assert heard == ["markt.test. IN CAA"]


def test_an_empty_issuer_forbids_it_to_all():
    assert issuers(("issue ;", "iodef mailto:a@b.test")) == ("",)


def test_the_parts_of_a_text_belong_together(resolver):
    _, chosen = resolver(("markt.test.", 60, "IN", "TXT", '"v=spf1 a" " -all"', '"x"'))

    assert set(records("markt.test", "TXT", resolver=chosen)) == {"v=spf1 a -all", "x"}


def test_neither_a_missing_name_nor_a_name_without_them_has_records(resolver):
    assert records("markt.test", "TXT", resolver=resolver(code=dns.rcode.NXDOMAIN)[1]) == ()
    assert records("markt.test", "TXT", resolver=resolver()[1]) == ()


def test_a_name_with_other_letters_is_asked_for_as_dns_has_it(resolver):
    heard, chosen = resolver()
    records("märkte.test", "TXT", resolver=chosen)

    assert heard == ["xn--mrkte-gra.test. IN TXT"]


def test_who_cannot_be_asked_has_not_said_no(resolver):
    with pytest.raises(NoAnswer, match="SERVFAIL"):
        records("markt.test", "TXT", resolver=resolver(code=dns.rcode.SERVFAIL)[1])


def test_no_question_is_asked_of_nobody():
    nobody = dns.resolver.Resolver(configure=False)

    with pytest.raises(NoAnswer):
        records("markt.test", "TXT", resolver=nobody)


def test_one_that_is_down_is_followed_by_the_next(resolver):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = closed.getsockname()
    _, chosen = resolver(("markt.test.", 60, "IN", "TXT", '"x"'), before=(nobody,))

    assert records("markt.test", "TXT", resolver=chosen) == ("x",)
