"""An index's home while it is held for writing: alone on this machine, and, if machines share it, among them."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.config import load_head
from newsgrep.errors import NewsgrepError
from newsgrep.home import config_path, create_home, index_path
from newsgrep.immutable import NamedTuple
from newsgrep.indexing.lock import writer_lock

if TYPE_CHECKING:
    from newsgrep.engines.contract import Index
    from newsgrep.engines.sharing import SharedPlace


def _nothing() -> None:
    """Do nothing: what is saved here is saved."""


class HeldHome(NamedTuple):
    """A home that is held. `place` is where its index is, if machines share it.

    `share` sends what was changed in the home's own files to the place, where others see it; it is also called at the end.
    """

    path: Path
    place: "SharedPlace | None" = None
    share: Callable[[], None] = _nothing

    def open_index(self, language: str) -> "Index":
        """The index, which is open for writing. Close it."""
        from newsgrep.engines import open_index  # noqa: PLC0415  most runs find that nothing has changed

        return self.place.index(language) if self.place else open_index(index_path(self.path), language)

    def keep_label(self, label: str) -> None:
        """Let the next run know which commit this one has left as the newest."""
        if self.place:
            from newsgrep.indexing.working_copy import keep_label  # noqa: PLC0415  most indexes are in a folder

            keep_label(self.path, label)

    def catch_up(self, language: str) -> None:
        """Bring the manifest up to the commits of other machines. Raises IndexDamagedError, IndexFormatError, StorageError."""
        if self.place:
            from newsgrep.indexing.shared_rows import bring_up  # noqa: PLC0415  most indexes are in a folder

            bring_up(self.path, self.place, language)


@contextmanager
def held_home(home: Path, wait: float = 0.0) -> Iterator[HeldHome]:
    """Hold a home for writing; its own files are as all have them. `wait` is in seconds.

    Raises IndexBusyError, StorageError, and NoIndexError if the place where it should be has no index.
    """
    began = time.monotonic()
    create_home(home)  # a killed process may have left it incomplete
    with writer_lock(home, wait):
        address = load_head(config_path(home)).cluster
        if not address:
            yield HeldHome(home)
            return
        from newsgrep.engines import open_place  # noqa: PLC0415  most indexes are in a folder
        from newsgrep.indexing.working_copy import WorkingCopy  # noqa: PLC0415  likewise

        left = max(0.0, wait - (time.monotonic() - began))
        with closing(open_place(address)) as place, place.lock(left):
            copy = WorkingCopy(home, place, address)
            copy.pull()
            try:
                yield HeldHome(home, place, copy.push)
            except BaseException:
                with suppress(NewsgrepError):
                    copy.push()
                raise
            copy.push()
