"""Libraries that cannot be imported: which one it is, and the command that installs it where newsgrep runs."""

import sys
from collections.abc import Iterator
from pathlib import Path

from newsgrep.errors import MissingLibraryError

DISTRIBUTIONS = {
    "Stemmer": "PyStemmer",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "markdown_it": "markdown-it-py",
    "opensearchpy": "opensearch-py",
    "sgmllib": "sgmllib3k",
    "tomli_w": "tomli-w",
    "whoosh": "whoosh3",
    "yaml": "PyYAML",
}
"""Packages, also of what the dependencies need, that are installed by another name than they are imported by."""

_OPTIONAL = ("pypdfium2",)
"""When one of them has been installed, files are read again."""


def optional_libraries() -> list[str]:
    """The names of those of the optional libraries that are there. None is imported."""
    from importlib.util import find_spec  # noqa: PLC0415  only indexing asks

    return [name for name in _OPTIONAL if find_spec(name)]


def install_command(distribution: str, *, again: bool = False) -> str:
    """The shell command that installs a library into the environment of this process.

    `again`: it is there already, but does not work.
    """
    import shlex  # noqa: PLC0415  where nothing is missing nobody is advised

    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").exists():
        verb = "runpip newsgrep install --force-reinstall" if again else "inject newsgrep"
        return f"pipx {verb} {distribution}"
    if (prefix / "uv-receipt.toml").exists():  # `uv tool install`
        verb = f"install --python {shlex.quote(sys.prefix)}{' --reinstall' if again else ''}"
        return f"uv pip {verb} {distribution}"
    return f"pip install {'--force-reinstall ' if again else ''}{distribution}"


def failed_import(error: BaseException) -> MissingLibraryError | None:
    """The error as that of a library that cannot be imported; None if it came of something else."""
    importing = list(_modules_being_imported(error))
    if not isinstance(error, ImportError) and not importing:
        return None
    if (
        isinstance(error, ImportError)
        and not error.name
        and isinstance(error.__context__, ModuleNotFoundError)
    ):
        return failed_import(error.__context__)  # which the library has put in words of its own
    named = error.name if isinstance(error, ImportError) else None
    package = (named or (importing or ["newsgrep"])[-1]).partition(".")[0]
    distribution = DISTRIBUTIONS.get(package, package)
    if package in sys.stdlib_module_names:
        return MissingLibraryError(
            f"this Python lacks a part of its standard library ({_reason(error)}); install one that has it"
        )
    if isinstance(error, ModuleNotFoundError) and named == package:
        return MissingLibraryError(
            f"the library {package} is missing; install it: {install_command(distribution)}"
        )
    return MissingLibraryError(
        f"the library {package} cannot be imported ({_reason(error)}); install it again:"
        f" {install_command(distribution, again=True)}"
    )


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _modules_being_imported(error: BaseException) -> Iterator[str]:
    """The modules whose top level was running when an error was raised, the innermost last."""
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_name == "<module>":
            yield trace.tb_frame.f_globals.get("__name__", "")
        trace = trace.tb_next
