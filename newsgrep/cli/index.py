"""`newsgrep index`: add folders and files to the index, or refresh it."""

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, TextIO

import click

from newsgrep.archive.indexed_folder import IndexedFolder
from newsgrep.cli.format_option import chosen_format, format_option
from newsgrep.cli.opening import existing_or_future_folder, open_folder, open_or_create_folder
from newsgrep.cli.options import (
    PATH,
    Count,
    Verb,
    check_division,
    index_option,
    null_option,
    replicas_option,
    shards_option,
    wait_option,
)
from newsgrep.cli.progress import progress_bar
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.cli.wording import counted
from newsgrep.errors import UsageError
from newsgrep.index_report import IndexReport

if TYPE_CHECKING:
    from newsgrep.cli.plan import PathFromHere

_PROBLEMS_SHOWN = 10
_FIELDS = (
    *("title", "headline", "text", "body", "date", "url"),
    *("source", "author", "section", "language", "tags", "id"),
)
"""What --field can give a record's name for."""


@click.command(
    cls=Verb,
    epilog="""\b
Examples:
  newsgrep index seeds
  newsgrep index 'dump.jsonl' --field text=body --field title=hed
  newsgrep index --dry-run seeds
  zcat dump.jsonl.gz | newsgrep index - --as dump
""",
)
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]... | -")
@click.option(
    "--files-from",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    metavar="FILE",
    help="Index the files listed in FILE, a path on each line; - reads the list from stdin.",
)
@null_option
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="Leave out files that match, in gitignore syntax. Remembered for the folders given, as are the next three.",
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="OURS=THEIRS",
    help="In JSON and CSV, what the records call a field: title=hed. The fields are title, text, date, url, source, author, section, language, tags, id.",
)
@click.option("--day-first", "date_order", flag_value="day-first", help="Read 03/04/2025 as 3 April.")
@click.option("--month-first", "date_order", flag_value="month-first", help="Read 03/04/2025 as March 4.")
@click.option(
    "--language",
    metavar="NAME",
    help="The language of the articles, for which endings of words do not matter; english without it.",
)
@click.option(
    "--jobs",
    "-j",
    type=Count(min=1),
    metavar="N",
    help="Read files in N processes; without it, in as many as there are processors.",
)
@click.option("--rebuild", is_flag=True, help="Read every file again, also unchanged ones.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Change nothing; print which files would be read, in which format and with which date.",
)
@format_option("--json", format="json", help="With --dry-run: print JSON.")
@click.option(
    "--as",
    "name",
    metavar="NAME",
    help="With -, which reads articles from stdin: the name by which to find and replace them later.",
)
@click.option(
    "--watch",
    "watches",
    is_flag=True,
    help="Stay, and index changes as they come; Ctrl-C ends it.",
)
@shards_option
@replicas_option
@click.option("--strict", is_flag=True, help="Exit with code 2 if a file was skipped.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@wait_option
@index_option
def command(paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Add folders and files to the index, or refresh them; without a path, refresh all that it holds."""
    _check(paths, options)
    listed = options["files_from"]
    settings: dict[str, Any] = {
        "files": _listed(listed, null=options["null"]) if listed else None,
        "rebuild": options["rebuild"],
        "exclude": options["exclude"],
        "date_order": options["date_order"],
        "fields": [_field(field) for field in options["fields"]],
    }
    if options["dry_run"]:
        return _plan(paths, settings, quiet=options["quiet"])
    if options["name"]:
        settings["piped"], paths = (options["name"], sys.stdin.buffer), ()
    with _archive(paths, settings, options) as archive:
        code = _index(archive, paths, settings, options)
        return _watch(archive, options) if options["watches"] else code


def _listed(stream: TextIO, *, null: bool) -> list[str]:
    from newsgrep.cli.lists import listed_names  # noqa: PLC0415  seldom

    return list(listed_names(stream, null=null))


def _check(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    """Raise UsageError for options that do not go together."""
    if (paths == ("-",)) != (options["name"] is not None):
        raise UsageError("- and --as NAME go together, and with no other path")
    if options["null"] and not options["files_from"]:
        raise UsageError("-0 goes with --files-from")
    if options["dry_run"] and options["name"]:
        raise UsageError("--dry-run reads what is there; it cannot read -")
    if options["watches"] and (options["dry_run"] or options["name"]):
        raise UsageError(
            f"--watch waits for changes of files; {'--dry-run' if options['dry_run'] else '-'} is read once"
        )
    if chosen_format() and not options["dry_run"]:
        raise UsageError("--json goes with --dry-run")


def _plan(paths: tuple[str, ...], settings: dict[str, Any], *, quiet: bool) -> int:
    from newsgrep.cli.plan import print_plan  # noqa: PLC0415  not where something is indexed

    archive = existing_or_future_folder()
    plan, parts = archive.plan(paths, **settings)
    return print_plan(plan, parts, archive.relative_to_here, as_json=chosen_format() == "json", quiet=quiet)


def _archive(paths: tuple[str, ...], settings: dict[str, Any], options: dict[str, Any]) -> IndexedFolder:
    """The archive; where something is named to be added and there is none, a new one."""
    if not paths and settings["files"] is None and not options["name"]:
        return open_folder()
    future = existing_or_future_folder()
    future.check(paths, options["name"], options["exclude"])  # before an index is made for nothing
    check_division(future.address, options["shards"], options["replicas"])
    archive, created = open_or_create_folder(
        language=options["language"], shards=options["shards"], replicas=options["replicas"]
    )
    if created and not options["quiet"]:
        print_message(f"made a new index, {archive.address}")
    return archive


def _index(
    archive: IndexedFolder, paths: tuple[str, ...], settings: dict[str, Any], options: dict[str, Any]
) -> int:
    with progress_bar(sys.stderr, quiet=options["quiet"]) as progress:
        report = archive.index(
            paths,
            jobs=_jobs(options),
            language=options["language"],
            **settings,
            wait=options["wait"],
            progress=progress,
        )
    for warning in report.warnings:
        print_message(warning)
    if not options["quiet"]:
        _print_report(report, archive.relative_to_here)
    return 2 if report.warnings or (options["strict"] and report.skipped) else 0


def _jobs(options: dict[str, Any]) -> int:
    return options["jobs"] or max(2, os.cpu_count() or 1)


def _watch(archive: IndexedFolder, options: dict[str, Any]) -> int:
    """Index changes as they come, until Ctrl-C; that is how it is meant to end, so the exit code is 0."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background ignores
    said: tuple[str, ...] = ()
    sys.stdout.flush()
    try:
        for report in archive.watch(jobs=_jobs(options), lost=_print_lost):
            for warning in report.warnings if report.warnings != said else ():
                print_message(warning)
            said = report.warnings
            if not options["quiet"] and (report.added or report.updated or report.removed or report.problems):
                for came in report.came:
                    print_message(f"new or changed: {came}")
                _print_report(report, archive.relative_to_here)
                sys.stdout.flush()
    except KeyboardInterrupt:
        pass
    return 0


def _print_lost(reason: str) -> None:
    print_message(f"folders cannot be watched ({reason}); they are looked at every minute")


def result_line(report: IndexReport) -> str:
    """What the run did, in one line for scripts: the same words and places every time."""
    return (
        f"{report.added} articles added, {report.updated} updated, {report.removed} removed,"
        f" {report.unchanged} unchanged; {report.skipped} files skipped, {report.ignored} ignored;"
        f" {report.seconds:.1f} s"
    )


def result_sentence(report: IndexReport) -> str:
    """What the run did, in a sentence for a person: only what there is to say."""
    changes = [
        f"{number:,} {what}"
        for number, what in (
            (report.added, "added"),
            (report.updated, "updated"),
            (report.removed, "removed"),
        )
        if number
    ]
    if changes:
        first, _, rest = ", ".join(changes).partition(" ")
        noun = "article" if first == "1" else "articles"
        done = f"{first} {noun} {rest}"
    else:
        done = f"nothing has changed, {counted(report.unchanged, 'article')}"
    skipped = (
        f"; {counted(report.skipped, 'file')} skipped (newsgrep skipped says why)" if report.skipped else ""
    )
    return f"{done}{skipped}; {report.seconds:.1f} s"


def _print_problems(report: IndexReport, path: "PathFromHere") -> None:
    from newsgrep.cli.plan import place  # noqa: PLC0415  most runs skip nothing

    for problem in report.problems[:_PROBLEMS_SHOWN]:
        print_message(f"skipped {place(problem, path)}: {problem.reason}")
    if len(report.problems) > _PROBLEMS_SHOWN:
        print_message(f"and {len(report.problems) - _PROBLEMS_SHOWN} more; newsgrep skipped lists them")


def _print_report(report: IndexReport, path: "PathFromHere") -> None:
    if report.problems:
        _print_problems(report, path)
    if report.replaced:
        print_message(
            f"in {counted(report.replaced, 'article')} there were characters that could not be decoded"
            " (newsgrep search 'flag:replaced-characters')"
        )
    say = result_sentence if is_terminal(sys.stdout) else result_line
    sys.stdout.write(say(report) + "\n")


def _field(text: str) -> tuple[str, str]:
    ours, sign, theirs = text.partition("=")
    if not sign or not theirs or ours not in _FIELDS:
        raise UsageError(f'--field takes OURS=THEIRS, ours being one of {", ".join(_FIELDS)}, not "{text}"')
    return ours, theirs
