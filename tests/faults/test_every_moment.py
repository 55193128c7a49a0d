"""At every moment of a publication: what shoppers can reach is whole, old or new, and no link of it dangles."""

import os
from pathlib import Path

import pytest

from sitegen.wiring import make_publisher
from tests.faults.breaking import in_a_process
from tests.faults.small_changes import KINDS


def watch(look):
    """Call `look` after each step that a shopper could see."""
    for name in ("rename", "replace", "unlink", "rmdir"):
        setattr(os, name, followed_by(look, getattr(os, name)))


def followed_by(look, call):
    def watched(*given, **more):
        result = call(*given, **more)
        look(given)
        return result

    return watched


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", KINDS)
def test_no_link_dangles_at_any_moment_of_a_small_change(stage, kind):
    KINDS[kind]()
    told = stage.folder / "moments"

    def publish():
        faults = []
        moments = []

        def look(given):
            if Path(given[-1]).is_relative_to(stage.live.resolve()):
                moments.append(given)
                faults.extend(stage.dangling(for_shoppers=True))

        watch(look)
        publisher = make_publisher(jobs=1)
        with publisher.releases.lock():
            publisher.bring_up_to_date()
        told.write_text("\n".join([str(len(moments)), *faults]))

    assert in_a_process(publish, folder=stage.folder / "nothing").code == 0

    moments, *faults = told.read_text().splitlines()
    assert faults == []
    assert int(moments) > 1
