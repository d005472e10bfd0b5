"""Options of grep and ripgrep that commands with a query lack, and what they have in their place."""

from collections.abc import Sequence

import click

from newsgrep.cli.query_options import QueryCommand

_NOT = "articles without a word: NOT word, as in 'oil NOT gas'"
_WORDS = "words are whole as they are; oil* also finds words that begin so"
_CONTEXT = "excerpts are measured in words: -C 80"
_FOLDERS = "folders are searched with all that is in them, once newsgrep index FOLDER has read them"
_PATHS = "the query chooses files: 'oil path:*/1987/*'"
_PATTERNS = "there are no regular expressions; * and ? are wildcards"
_ANSWERS = {
    ("-v", "--invert-match"): _NOT,
    ("-L", "--files-without-match"): "files without a word: -l 'NOT oil'",
    ("-w", "--word-regexp"): _WORDS,
    ("-x", "--line-regexp"): "a phrase is in quotes: '\"oil prices\"'",
    ("-A", "--after-context", "-B", "--before-context"): _CONTEXT,
    ("-e",): "several queries are one: 'oil OR gas'",
    ("--regexp",): "it is -e QUERY; 'oil OR gas' is one query",
    ("-E", "-P", "-G", "--extended-regexp", "--perl-regexp", "--basic-regexp", "--pcre2"): _PATTERNS,
    ("-f", "--file"): "a list of ids or locations to search in: --within FILE",
    ("-r", "-R", "--recursive", "--dereference-recursive"): _FOLDERS,
    ("-g", "--glob", "--iglob", "--include", "--exclude", "--exclude-dir"): _PATHS,
    ("-t", "--type"): "the query chooses formats: 'oil format:html'",
    ("-o", "--only-matching"): "newsgrep kwic prints each match on a line, with the words around it",
    ("-S", "--smart-case", "-s", "--case-sensitive"): "case never matters",
    ("--ignore-case",): "case never matters",
    ("--colour",): "it is --color",
    ("--max-count",): "it is -n N, or --limit N",
    ("--count-matches",): "-c counts articles",
    ("-H", "--with-filename", "--line-number"): "every line has the path; articles have no line numbers",
}
_LETTERS_TOGETHER = 2
"""More are a word."""
_COMMON = frozenset("inmCFlcq")
"""Letters of options that both have."""
_ANSWER_OF = {option: answer for options, answer in _ANSWERS.items() for option in options}


def answer_for(option: str) -> str | None:
    """What `newsgrep search` has in place of an option, as typed: alone, in letters that stand together, or with its value."""
    if option.startswith("--"):
        return _ANSWER_OF.get(option.partition("=")[0])
    letters = option[1:].rstrip("0123456789")
    answers = [_ANSWER_OF.get(f"-{letter}") for letter in letters]
    if len(letters) > 1 and not _may_be_two_options(letters, answers):
        return None
    return next(filter(None, answers), None)


def _may_be_two_options(letters: str, answers: Sequence[str | None]) -> bool:
    """Say whether letters are rather options than a word that begins with a dash."""
    known = (answer or letter in _COMMON for letter, answer in zip(letters, answers, strict=True))
    return len(letters) == _LETTERS_TOGETHER and letters.islower() and all(known)


def word_taken_for_options(error: click.ClickException, arguments: Sequence[str]) -> str | None:
    """The word of a `-word` of a query in which Click has met an option that is none, or one with no value of its kind."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if not context or not isinstance(context.command, QueryCommand):
        return None
    words = [argument[1:] for argument in arguments if argument.startswith("-") and argument[1:2] != "-"]
    if isinstance(error, click.NoSuchOption):
        options = [error.option_name]
    elif isinstance(error, click.BadParameter) and error.param:
        options = error.param.opts
        words = [word for word in words if word[:2].isalpha()]
    else:
        return None
    letters = [option[1:] for option in options if not option.startswith("--")]
    return next((word for word in words if len(word) > 1 and any(one in word for one in letters)), None)


def option_of_grep(error: click.ClickException, arguments: Sequence[str]) -> str | None:
    """What to say of an option that only grep has, in a query's command."""
    if not isinstance(error, click.NoSuchOption) or not error.ctx:
        return None
    if not isinstance(error.ctx.command, QueryCommand):
        return None
    typed = error.option_name
    if not typed.startswith("--"):  # the letter alone, of all that stand together
        together = (one for one in arguments if one.startswith("-") and not one.startswith("--"))
        typed = next((one for one in together if typed[1:] in one), typed)
    answer = answer_for(typed)
    return f"no such option: {typed}; {answer}" if answer else None
