"""The progress of what takes long, for a person."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

from newsgrep.cli.terminal import is_terminal
from newsgrep.cli.wording import counted
from newsgrep.index_report import IndexProgress

if TYPE_CHECKING:
    from rich.progress import Progress

_Item = TypeVar("_Item")
_MOST = 0.99
"""The part of the bar that is full when all files are read: what was read is then still to be written."""


@contextmanager
def article_bar(
    stream: TextIO, doing: str = "reading", then: str = "comparing", *, quiet: bool = False
) -> Iterator[Callable[[int, int], None]]:
    """A progress bar for a person, which goes by articles; nothing for a pipe. `then` is what is done when all are read."""
    if quiet or not is_terminal(stream):
        yield lambda *_: None
        return
    with _bar(stream) as bar:
        task = bar.add_task(doing, total=None, counts="")

        def show(done: int, all_articles: int) -> None:
            bar.update(
                task,
                description=then if done == all_articles else doing,
                completed=_MOST * done,
                total=all_articles,
                counts=f"{done:,} of {counted(all_articles, 'article')}",
            )

        yield show


@contextmanager
def progress_bar(stream: TextIO, *, quiet: bool) -> Iterator[Callable[[IndexProgress], None]]:
    """A progress bar for a person, which goes by bytes; nothing for a pipe."""
    if quiet or not is_terminal(stream):
        yield lambda _: None
        return
    with _bar(stream) as bar:
        task = bar.add_task("looking for files", total=None, counts="")

        def show(now: IndexProgress) -> None:
            is_read = now.files == now.all_files
            bar.update(
                task,
                description="waiting, the cluster is busy"
                if now.waits
                else "writing"
                if is_read
                else "reading",
                completed=min(now.bytes, _MOST * now.all_bytes),
                total=now.all_bytes,
                counts=counts(now, bar.tasks[0].elapsed or 0.0),
            )

        yield show


def _bar(stream: TextIO) -> "Progress":
    from rich.console import Console  # noqa: PLC0415  only for a person
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415  likewise

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(compact=True),
    )
    return Progress(*columns, console=Console(file=stream), transient=True, expand=True)


def counts(now: IndexProgress, seconds: float) -> str:
    """What is read of what there is to read, and how fast: two lines, for narrow screens."""
    rate = f" · {now.bytes / 1e6 / seconds:,.1f} MB/s" if seconds >= 1 else ""
    return (
        f"{now.bytes / 1e6:,.1f} of {now.all_bytes / 1e6:,.1f} MB{rate}\n"
        f"{now.files:,} of {counted(now.all_files, 'file')} · {counted(now.articles, 'article')}"
    )


@contextmanager
def tracked(
    items: Iterable[_Item], total: int, description: str, stream: TextIO
) -> Iterator[Iterable[_Item]]:
    """The items, and a bar on a terminal of how many of them have passed. It has gone when the block is left by an error."""
    from rich.console import Console  # noqa: PLC0415  only for a person
    from rich.progress import Progress  # noqa: PLC0415  likewise

    with Progress(console=Console(file=stream), transient=True) as bar:
        yield bar.track(items, total, description=description)
