"""Asks the DNS for records that the system's own functions do not give: CAA and TXT. It needs no other program."""

from __future__ import annotations

import secrets
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

TXT, CAA = 16, 257
_RESOLVERS = Path("/etc/resolv.conf")
_SECONDS = 3
_NO_SUCH_NAME, _CUT_SHORT = 3, 0x0200
_POINTER = 0xC0


class NoAnswer(OSError):
    """Nobody knows: no resolver, or none that answers."""


def records(name: str, kind: int, *, resolvers: tuple[tuple[str, int], ...] = ()) -> tuple[bytes, ...]:
    """What stands in the records of this kind; nothing when there are none. Raises NoAnswer."""
    problem: Exception = NoAnswer("no resolver is set up")
    for place in resolvers or tuple(_of_the_system()):
        try:
            return tuple(_answers(_exchange(_question(name, kind), place), kind))
        except (OSError, IndexError, struct.error, UnicodeError) as error:
            problem = error
    raise NoAnswer(str(problem)) from problem


def caa_issuers(data: tuple[bytes, ...]) -> tuple[str, ...]:
    """Who may issue certificates, of CAA records; an empty name forbids it to all."""
    found = []
    for one in data:
        length = one[1]
        tag, value = one[2 : 2 + length].decode().lower(), one[2 + length :].decode(errors="replace")
        if tag == "issue":
            found.append(value.partition(";")[0].strip().lower())
    return tuple(found)


def texts(data: tuple[bytes, ...]) -> tuple[str, ...]:
    """The texts of TXT records, whose parts belong together."""
    found = []
    for one in data:
        parts, position = [], 0
        while position < len(one):
            parts.append(one[position + 1 : position + 1 + one[position]])
            position += 1 + one[position]
        found.append(b"".join(parts).decode(errors="replace"))
    return tuple(found)


def _of_the_system() -> Iterator[tuple[str, int]]:
    try:
        lines = _RESOLVERS.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        words = line.split()
        if words[:1] == ["nameserver"] and len(words) > 1:
            yield words[1].partition("%")[0], 53


def _question(name: str, kind: int) -> bytes:
    head = struct.pack("!6H", secrets.randbelow(65536), 0x0100, 1, 0, 0, 0)
    labels = b"".join(bytes([len(one)]) + one for one in name.rstrip(".").encode("idna").split(b"."))
    return head + labels + b"\0" + struct.pack("!2H", kind, 1)


def _exchange(question: bytes, place: tuple[str, int]) -> bytes:
    family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as datagram:
        datagram.settimeout(_SECONDS)
        datagram.connect(place)
        datagram.send(question)
        answer = datagram.recv(4096)
    if answer[:2] != question[:2]:
        raise NoAnswer("an answer to another question came")
    if not struct.unpack("!H", answer[2:4])[0] & _CUT_SHORT:
        return answer
    with socket.create_connection(place, timeout=_SECONDS) as stream:
        stream.sendall(struct.pack("!H", len(question)) + question)
        whole = stream.makefile("rb")
        (length,) = struct.unpack("!H", whole.read(2))
        return whole.read(length)


def _answers(message: bytes, kind: int) -> Iterator[bytes]:
    _, flags, questions, answers, _, _ = struct.unpack("!6H", message[:12])
    if flags & 0x000F not in (0, _NO_SUCH_NAME):
        raise NoAnswer(f"the resolver answers with error {flags & 0x000F}")
    position = 12
    for _ in range(questions):
        position = _behind_name(message, position) + 4
    for _ in range(answers):
        position = _behind_name(message, position)
        found, _, _, length = struct.unpack("!2HIH", message[position : position + 10])
        position += 10
        if found == kind:
            yield message[position : position + length]
        position += length


def _behind_name(message: bytes, position: int) -> int:
    while message[position]:
        if message[position] & _POINTER == _POINTER:
            return position + 2
        position += 1 + message[position]
    return position + 1
