"""The articles of a document that holds several, one at a time, each under its own key."""

from collections.abc import Iterable, Iterator

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError, ReadOptions, SourceFile, UnreadableFileError
from newsgrep.readers.draft import Draft, article_of
from newsgrep.readers.keys import Keys


def articles_of_items(
    drafts: Iterable[Draft | Skipped], file: SourceFile, options: ReadOptions
) -> Iterator[Article | Skipped]:
    """An article for each draft; its key is the draft's, else its number. Parts that are skipped stay as they are.

    A document that breaks off gives what stands before, then what is wrong. Raises UnreadableFileError if
    nothing stands before, and NotAnArticleError if there is nothing at all.
    """
    keys = Keys()
    number = 0
    try:
        for number, draft in enumerate(drafts, 1):
            if isinstance(draft, Skipped):
                yield draft
            else:
                yield article_of(draft, file, options, keys.key(draft.key, str(number)))
    except UnreadableFileError as error:
        if not number:
            raise
        yield file.skipped(str(error), f"after {number}")
    if not number:
        raise NotAnArticleError(file.name)
