"""A real SMTP server in a thread, with moods: it greets, refuses, hangs up and accepts as a test tells it."""

from __future__ import annotations

import os
import signal
import socketserver
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from queue import Queue
from typing import Any

ACCEPT = "accept"
REFUSE = "refuse the recipient"
BUSY = "come back later"
HANG_UP = "hang up in the middle of the mail"
HANG_UP_AFTER = "hang up after taking the mail"
SAY_NOTHING = "take the connection and say nothing"
KILL = "kill -9 the sender once the mail is taken"


class MailServer(socketserver.ThreadingTCPServer):
    """Has a mood for each connection that comes; after the last one it accepts."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *moods: str) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.moods = deque(moods)
        self.connections = 0
        self.mails: list[Message] = []
        self.senders: Queue[int] = Queue()
        """Numbers of processes, for KILL."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        mood = self.server.moods.popleft() if self.server.moods else ACCEPT
        if mood == BUSY:
            self._say("421 too many connections")
            return
        if mood == SAY_NOTHING:
            self.rfile.read()
            return
        self._say("220 test server")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode()
            if verb == "DATA":
                if not self._take_mail(mood):
                    return
            elif verb == "RCPT" and mood == REFUSE:
                self._say("550 no such mailbox")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take_mail(self, mood: str) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if mood == HANG_UP:
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.mails.append(message_from_bytes(b"".join(lines)))
        if mood == KILL:
            os.kill(self.server.senders.get(timeout=30), signal.SIGKILL)
            return False
        self._say("250 taken")
        return mood != HANG_UP_AFTER

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server(settings: Any, *moods: str) -> Iterator[MailServer]:
    """The server, and Django's settings that lead there."""
    with MailServer(*moods) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
        server.shutdown()
