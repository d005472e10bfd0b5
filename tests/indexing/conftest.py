"""Archives to be indexed, and what their indexes hold before and after."""

import shutil

import pytest
from wrecks import Waiting, build, change, held, update


@pytest.fixture(scope="session", params=["new", "changed"])
def waiting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Waiting:
    """One that has no index yet, and one whose next commit deletes, replaces and merges."""
    folder = tmp_path_factory.mktemp("waiting") / "archive"
    build(folder, indexed=request.param == "changed")
    before = held(folder)
    change(folder)
    done = folder.with_name("done")
    shutil.copytree(folder, done)
    update(done)
    return Waiting(folder, before, held(done))
