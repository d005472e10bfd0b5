"""`newsgrep set`: correct what a source says about its articles."""

import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from newsgrep.archive import Archive
from newsgrep.cli.format_option import chosen_format
from newsgrep.cli.formats import print_table, table_format_options
from newsgrep.cli.lists import named
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import PATH, index_option, null_option, wait_option
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.cli.wording import counted
from newsgrep.errors import UsageError
from newsgrep.results import Column, Table

_CHANGE = re.compile(r"([A-Za-z_]+[+-]?)=(.*)", re.DOTALL)


@click.command(
    epilog="""\b
Examples:
  newsgrep set 'seeds/2025-05-06-carney-trump-oval-office.txt' date=2025-05-06 source=CBC
  newsgrep search --ids 'tariffs' | newsgrep set - tag+=trade
  newsgrep set --list
""",
)
@click.argument("arguments", nargs=-1, type=PATH, metavar="[ID|LOCATION|PATH|-]... [FIELD=VALUE]...")
@click.option("--unset", multiple=True, metavar="FIELD", help="Withdraw the corrections of FIELD.")
@click.option("--list", "is_list", is_flag=True, help="List all corrections.")
@table_format_options
@null_option
@wait_option
@index_option
def command(arguments: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401  Click's values
    """Correct date, title, source, section, language, url, author or tag of articles; tag+= adds one, tag-= takes one away."""
    changes = [match.groups() for match in map(_CHANGE.fullmatch, arguments) if match]
    references = [argument for argument in arguments if not _CHANGE.fullmatch(argument)]
    _check(references, changes, options)
    with open_archive() as archive:
        if options["is_list"]:
            return _list(archive)
        names = list(dict.fromkeys(named(references, null=options["null"])))
        return _correct(archive, names, [(field, value) for field, value in changes], options)


def _check(references: Sequence[str], changes: Sequence[Any], options: dict[str, Any]) -> None:
    """Raise UsageError for arguments that do not go together."""
    if options["is_list"]:
        if references or changes or options["unset"]:
            raise UsageError("--list goes with no article and no correction")
    elif chosen_format():
        raise UsageError("formats such as --json go with --list")
    elif not references:
        raise UsageError("say which article is corrected: newsgrep set ID date=1987-03-05")
    elif not changes and not options["unset"]:
        raise UsageError("say what is corrected, such as date=1987-03-05, or withdrawn, such as --unset date")


def _correct(
    archive: Archive, names: Sequence[str], changes: Sequence[tuple[str, str]], options: dict[str, Any]
) -> int:
    if not names:
        print_message("no article is named; nothing was corrected")
        return 1
    report = archive.correct(names, changes, withdraw=options["unset"], wait=options["wait"])
    for warning in report.warnings:
        print_message(warning)
    articles = counted(report.updated, "article") if is_terminal(sys.stdout) else f"{report.updated} articles"
    sys.stdout.write(f"{articles} updated\n")
    return 2 if report.warnings else 0


def _list(archive: Archive) -> int:
    corrections = archive.corrections()
    for problem in corrections.problems:
        print_message(problem)
    columns: tuple[Column[Any], ...] = (Column("id"), Column("field"), Column("value"), Column("when"))
    if print_table(Table(columns, list(corrections))):
        return 2 if corrections.problems else 0
    print_message("nothing is corrected")
    return 2 if corrections.problems else 1
