"""A run of the command: whatever goes wrong ends in one line and an exit code."""

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from newsgrep.cli import cli
from newsgrep.cli.streams import prepare_streams
from newsgrep.cli.terminal import print_message, print_on_stderr
from newsgrep.errors import (
    IndexBusyError,
    InternalError,
    InterruptedRunError,
    NewsgrepError,
    QueryError,
    UsageError,
)

_ERROR = 2
_COMPLETE = "_NEWSGREP_COMPLETE"
"""The variable that a shell sets to ask for completions."""
_DEBUG = "NEWSGREP_DEBUG"
"""The variable that lets the traceback of a bug be shown, unless it is 0."""
_LONGEST_REASON = 300


def main() -> NoReturn:
    """Run the command with the process's arguments, and end the process."""
    prepare_streams()
    arguments = sys.argv[1:]
    code = run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = _discard_output()
    except OSError as error:
        code = _fail(f"cannot write the output: {error.strerror}")
        _discard_output()
    _end_process(code)


def _end_process(code: int) -> NoReturn:
    """End the process at once; the system frees its memory, which Python would do object by object.

    That would take a fifth of a short command's time. And where Ctrl-C came while code was made from text, as the
    making of a named tuple does, Python would forget the code, and end by the signal. Worker processes are gone by now.
    """
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; gives its exit code, and never raises."""
    try:
        result = _invoke(list(arguments))
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return _fail(_usage_message(error, arguments))
    except (KeyboardInterrupt, click.Abort):
        return _fail("interrupted", InterruptedRunError.exit_code)
    except NewsgrepError as error:
        return _fail_for(error)
    except BrokenPipeError:
        return _discard_output()
    except OSError as error:
        return _fail(_system_message(error))
    except MemoryError:
        return _fail("out of memory")
    except Exception as error:  # noqa: BLE001  a bug, wherever it is, must end in one line
        return _fail_for(InternalError.of(error))
    return result if isinstance(result, int) else 0


def _invoke(arguments: list[str]) -> object:
    if _COMPLETE in os.environ:
        _complete(arguments)
    # Not Click's own main, which ends with 1 when the reader of a pipe goes away.
    try:
        with cli.make_context("newsgrep", arguments) as context:
            return cli.invoke(context)
    except ImportError as error:
        from newsgrep.libraries import failed_import  # noqa: PLC0415  not on the search path

        raise failed_import(error) or error from error


def _complete(arguments: list[str]) -> NoReturn:
    """Answer a shell that asks for completions. Raises UsageError where it does not say of what."""
    from newsgrep.cli.shells import add_shells  # noqa: PLC0415  only for a shell

    add_shells()
    try:
        cli.main(arguments, prog_name="newsgrep", complete_var=_COMPLETE)
    except (KeyError, ValueError) as error:
        raise UsageError(f"{_COMPLETE} is for shells: see newsgrep completions --help ({error})") from error


def _fail(message: str, code: int = _ERROR) -> int:
    print_message(" ".join(message.split()))
    return code


def _fail_for(error: NewsgrepError) -> int:
    match error:
        case IndexBusyError():
            return _fail(f"{error}; --wait SECONDS waits for it", error.exit_code)
        case InternalError():
            return _fail_with_bug(error)
        case QueryError():
            return _fail_with_carets(error)
        case _:
            return _fail(str(error), error.exit_code)


def _fail_with_bug(error: InternalError) -> int:
    if os.environ.get(_DEBUG, "0") not in {"", "0"}:
        print_on_stderr(error.trace)
    reason = str(error)[:_LONGEST_REASON]
    return _fail(f"this is a bug in newsgrep: {reason} ({_DEBUG}=1 shows the traceback)", error.exit_code)


def _fail_with_carets(error: QueryError) -> int:
    from newsgrep.query.carets import caret_lines  # noqa: PLC0415  only for a query that was refused

    code = _fail(str(error), error.exit_code)
    for line in caret_lines(error) or ():
        print_on_stderr(line)
    return code


def _system_message(error: OSError) -> str:
    if (
        isinstance(error, FileNotFoundError) and error.filename is None
    ):  # of all calls only getcwd names no file
        return "the working directory is gone; go to one that is there"
    return f"{error.filename or 'cannot write the output'}: {error.strerror}"


def _discard_output() -> int:
    """Let the rest of the output go nowhere: the reader of the pipe has gone, which is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _usage_message(error: click.ClickException, arguments: Sequence[str]) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return "no command; try newsgrep index FOLDER, then newsgrep search 'WORDS'"
    from newsgrep.cli.grep_options import option_of_grep, word_taken_for_options  # noqa: PLC0415  only for a wrong option

    if known := option_of_grep(error, arguments):
        return known
    word = word_taken_for_options(error, arguments)
    if word:
        return (
            f"no such option: -{word}; to leave out a word write 'NOT {word}' in the query, or -- before it"
        )
    if isinstance(error, click.NoSuchOption) and error.ctx and not error.ctx.parent:
        return f"no such option: {error.option_name}; options stand behind the command: newsgrep search {error.option_name}"
    message = error.format_message().rstrip(".")
    return message[:1].lower() + message[1:]
