import gzip
import os
import socket
import threading

from deploy.doctor.machine import Ran, ThisMachine

MACHINE = ThisMachine()


def test_programs_are_run_in_english_and_without_a_shell():
    assert MACHINE.run("sh", "-c", 'echo "$LC_ALL $WORD"; exit 3', environment={"WORD": "a b"}) == Ran(
        3, "C.UTF-8 a b\n", ""
    )
    assert MACHINE.run("echo", "$HOME; ls").out == "$HOME; ls\n"


def test_programs_that_are_missing_or_take_too_long_say_so():
    assert MACHINE.run("there-is-no-such-program").is_missing
    assert MACHINE.run("sleep", "5", seconds=0.05) == Ran(124, "", "it took longer than 0 seconds")


def test_files_are_seen_as_they_are(tmp_path):
    (tmp_path / "page.gz").write_bytes(gzip.compress(b"text"))
    (tmp_path / "broken.gz").write_bytes(b"no gzip")
    (tmp_path / "damaged.gz").write_bytes(gzip.compress(b"text")[:10] + b"\xff" * 20)
    os.mkfifo(tmp_path / "pipe")  # Nobody will ever write into it.
    (tmp_path / "link").symlink_to("page.gz")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "socket"))

    assert MACHINE.read(tmp_path / "page.gz") == "text"
    assert MACHINE.read(tmp_path / "broken.gz") is None
    assert [MACHINE.read(tmp_path / name) for name in ("missing", "damaged.gz", "pipe")] == [None] * 3
    assert (MACHINE.seen(tmp_path / "link").kind, MACHINE.seen(tmp_path / "link").target) == ("link", "page.gz")
    assert [MACHINE.seen(tmp_path / name).kind for name in ("page.gz", "socket")] == ["file", "socket"]
    assert MACHINE.seen(tmp_path / "missing") is None
    assert MACHINE.names(tmp_path) == ("broken.gz", "damaged.gz", "link", "page.gz", "pipe", "socket")
    assert MACHINE.names(tmp_path / "missing") == ()
    assert MACHINE.room(tmp_path).free > 0
    assert MACHINE.room(tmp_path / "missing") is None


def test_a_web_server_is_asked_by_its_socket(tmp_path):
    heard = []
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "app.sock"))
        listening.listen()

        def answer():
            connection, _ = listening.accept()
            with connection:
                heard.append(connection.recv(65536).decode())
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

        thread = threading.Thread(target=answer)
        thread.start()
        said = MACHINE.ask("/healthz", host="markt.test", by=tmp_path / "app.sock")
        thread.join()

    assert (said.status, said.body) == (200, "hi")
    assert heard[0].startswith("GET /healthz HTTP/1.1\r\n")
    assert "\r\nHost: markt.test\r\n" in heard[0]


def test_nobody_there_is_an_answer_too(tmp_path):
    said = MACHINE.ask("/", host="a", by=tmp_path / "nobody")

    assert (said.status, "No such file" in said.error) == (0, True)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert "refused" in MACHINE.reaches("127.0.0.1", closed.getsockname()[1])
        closed.listen()
        assert MACHINE.reaches("127.0.0.1", closed.getsockname()[1]) == ""
