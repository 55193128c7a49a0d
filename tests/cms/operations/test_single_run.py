import socket

import pytest

from cms.operations.single_run import CannotRun, only_run, refuse_taken_port


def test_a_second_run_is_told_where_the_first_is(tmp_path):
    with (
        only_run(tmp_path, address="http://localhost:8123"),
        pytest.raises(CannotRun) as refusal,
        only_run(tmp_path, address="http://localhost:8124"),
    ):
        pytest.fail("two runs at once")

    assert "http://localhost:8123" in str(refusal.value)


def test_the_folder_is_free_again_afterwards(tmp_path):
    with only_run(tmp_path / "new", address="a"):
        pass

    with only_run(tmp_path / "new", address="b"):
        assert (tmp_path / "new" / "run.lock").read_text().endswith(", b\n")


def test_a_taken_port_is_refused_in_words():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotRun) as refusal:
            refuse_taken_port("127.0.0.1", port)

    assert str(refusal.value) == (
        f"Port {port} is taken by another program. Stop that, or choose another port: PORT={port + 1} make run"
    )


def test_a_free_port_is_left_free():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused_in_words():
    with pytest.raises(CannotRun, match="Nothing can listen on port 8000"):
        refuse_taken_port("192.0.2.1", 8000)
