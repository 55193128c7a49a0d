"""The doctor logs in to a mail server of the test, which talks as real ones do."""

import base64
import socketserver
import threading

import pytest

from deploy.configuration import Mail
from deploy.doctor.mail_server import why_not_taken

RIGHT = base64.b64encode(b"\0shop\0correct-horse").decode()


class Talk(socketserver.StreamRequestHandler):
    """Takes one log-in and one sender; hears no mail."""

    def handle(self):
        self.say("220 post.test")
        while line := self.rfile.readline().decode().strip():
            self.server.heard.append(line.split()[0].upper())
            if line.lower().startswith("ehlo"):
                self.say("250-post.test\r\n250 AUTH PLAIN")
            elif line.startswith("AUTH PLAIN"):
                self.say("235 yes" if line.split()[2] == RIGHT else "535 5.7.8 no such user")
            elif line.upper().startswith("MAIL FROM"):
                self.say("250 yes" if "shop@markt.test" in line else "553 not your address")
            elif line.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as made:
        made.heard = []
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def mail(server, **changed):
    host, port = server.server_address
    given = {"user": "shop", "password": "correct-horse", "security": "none", "sender": "shop@markt.test"}
    return Mail(server=host, port=port, **{**given, **changed})


def test_the_right_password_and_sender_are_taken_and_nothing_is_sent(server):
    assert why_not_taken(mail(server)) == ""
    assert [word for word in server.heard if word in ("AUTH", "MAIL", "RCPT", "DATA")] == ["AUTH", "MAIL"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "wrong-horse"}, "does not take the user and the password: 535"),
        ({"sender": "shop@other.test"}, "does not take the sender: 553 not your address"),
        ({"security": "starttls"}, "does not offer what the settings want"),
    ],
)
def test_what_it_does_not_take_is_told_in_its_own_words_without_the_password(server, changed, words):
    said = why_not_taken(mail(server, **changed))

    assert words in said
    assert "horse" not in said


def test_a_server_that_is_not_there_is_told():
    assert "refused" in why_not_taken(Mail(server="127.0.0.1", port=1, security="none"))
