"""`newsgrep copy`: an index from a folder to a cluster, and back."""

import sys
from time import monotonic

import click

from newsgrep.cli.options import PATH, Verb, check_division, replicas_option, shards_option, wait_option
from newsgrep.cli.progress import article_bar
from newsgrep.cli.terminal import is_terminal
from newsgrep.cli.wording import counted
from newsgrep.index_report import IndexReport


@click.command(
    cls=Verb,
    epilog="""\b
Examples:
  newsgrep copy . 'opensearch://localhost:9200/news'
  newsgrep copy 'opensearch://localhost:9200/news' 'restored'
""",
)
@click.argument("source", type=PATH, metavar="FROM")
@click.argument("target", type=PATH, metavar="TO")
@shards_option
@replicas_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@wait_option
def command(
    source: str, target: str, *, shards: int | None, replicas: int | None, quiet: bool, wait: float
) -> int:
    """Copy an index, without the files that it was made from: each of FROM and TO is a folder, or an address in a cluster.

    TO then holds the same articles under the same ids, and the same settings, corrections and saved queries. If it is there
    already, only what differs is copied, and articles that FROM has not are removed. A run that was interrupted goes on
    where it was.
    """
    from newsgrep.archive.copying import copy_index  # noqa: PLC0415  only to copy

    check_division(target, shards, replicas)
    began = monotonic()
    with article_bar(sys.stderr, "copying", "writing", quiet=quiet) as progress:
        report = copy_index(source, target, shards=shards, replicas=replicas, wait=wait, progress=progress)
    if not quiet:
        sys.stdout.write(f"{_said(report)}; {monotonic() - began:.1f} s\n")
    return 0


def _said(report: IndexReport) -> str:
    if not is_terminal(sys.stdout):
        return (
            f"{report.added} articles added, {report.updated} updated, {report.removed} removed,"
            f" {report.unchanged} unchanged"
        )
    changes = ((report.added, "added"), (report.updated, "updated"), (report.removed, "removed"))
    done = [f"{number:,} {what}" for number, what in changes if number]
    same = counted(report.unchanged, "article")
    return (
        ", ".join(done) + (f"; {same} were there" if report.unchanged else "")
        if done
        else f"{same}, all there"
    )
