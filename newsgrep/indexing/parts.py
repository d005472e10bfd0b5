"""One large file as many tasks: it is cut where its reader allows, and each part is read by itself.

Which keys the articles of a part have depends on the parts before it. So a part is read with keys for the time being;
before anything is written, `joining` says which of them an earlier part has given.
"""

from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from newsgrep.article import Article, ArticleId
from newsgrep.index_report import Skipped
from newsgrep.indexing.content import ContentState, FileContent, content_state
from newsgrep.indexing.digests import ArticleDigests
from newsgrep.indexing.found import SIZE_OF_AN_ARTICLE
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.growing import BEGINNING, Content, GrowingDocument, Place
from newsgrep.readers.keys import MOST_KEYS, Keys, PendingKeys


class Part(NamedTuple):
    """A part of a file: its number from 0, where it begins, its end in bytes."""

    number: int
    since: Place
    end: int


class Cut(NamedTuple):
    """A file that was cut: its path, the digest and the size of its content, its state before, its reader's name.

    The first `settled` of its parts stay as they are when bytes are appended to it.
    """

    path: str
    digest: bytes
    size: int
    state: ContentState
    reader: str
    parts: tuple[Part, ...]
    settled: int


class PartKeys(NamedTuple):
    """The question of who reads a part: digests of the keys that it would give, eight bytes each."""

    path: str
    number: int
    digests: bytes


Agree = Callable[[PartKeys], bytes | None]
"""Gives those of the digests that earlier parts have; empty: the keys are given. None: the file is given up."""


class PartResult(NamedTuple):
    """What a part has given. `refused` are keys of articles that were refused, `replaced` counts those with replaced characters.

    `place` is where it ends, with its suspects; None if a fault has ended the reading of the file in it. `state` is the file's
    after the part was read.
    """

    number: int
    articles: ArticleDigests
    skipped: list[Skipped]
    refused: list[str]
    replaced: int
    place: Place | None
    state: ContentState


def cut(file: SourceFile, whole: FileContent, options: ReadOptions, step: int) -> Cut | None:
    """The parts of a file, each of about `step` bytes, its articles counted with it.

    None for one that gives no more than one part, or more keys than `Keys` gives.
    """
    size = whole.size
    document = GrowingDocument(file, Content(whole.stream, size, BEGINNING, Keys()), options)
    places = document.cuts(step, SIZE_OF_AN_ARTICLE)
    parts = [Part(number, since, end.offset) for number, (since, end) in enumerate(pairwise(places))]
    settled = len(parts)
    if settled and places[-1].offset < size:
        parts.append(Part(settled, places[-1], size))
    if len(parts) <= 1 or places[-1].number >= MOST_KEYS:
        return None
    return Cut(file.path, whole.digest, size, whole.state, document.reader, tuple(parts), settled)


class PartReader:
    """Reads a part of a file. Call `read`, then `agree`, then the others."""

    def __init__(self, file: SourceFile, stream: BinaryIO, part: Part, options: ReadOptions) -> None:
        self._keys = PendingKeys()
        content = Content(stream, part.end, part.since, self._keys)
        self._document = GrowingDocument(file, content, options)
        self._file = file
        self._stream = stream
        self._state = content_state(stream)
        self._part = part
        self._found: list[tuple[Article | Skipped, bool]] = []
        """The articles and skipped parts, and of each whether it has a key."""

    def read(self) -> Iterator[int]:
        """Read it; gives after each article, and each skipped part, how many of them there are.

        Raises NotAnArticleError if the file has become one that nobody would take for an article.
        """
        yield from self._gather(self._document.settled())
        if not self._document.is_whole:  # else the file is another by now, and the next run reads it
            yield from self._gather(self._document.rest())
        self._state = content_state(self._stream)

    def _gather(self, parts: Iterator[Article | Skipped]) -> Iterator[int]:
        refused = len(self._document.refused)
        for part in parts:
            is_refused = len(self._document.refused) > refused
            refused += is_refused
            self._found.append((part, is_refused or not isinstance(part, Skipped)))
            yield len(self._found)

    def agree(self, ask: Agree) -> bool:
        """Settle the keys; says whether the file is still wanted."""
        while taken := ask(PartKeys(self._file.path, self._part.number, self._keys.digests().tobytes())):
            self._keys.avoid(array("Q", taken))
        return taken is not None

    def found(self) -> Iterator[Article | Skipped]:
        """The articles and skipped parts."""
        changed = self._keys.changed()
        for part, has_key in self._found:
            yield self._with_key(part, changed) if changed and has_key else part

    def _with_key(self, part: Article | Skipped, changed: dict[str, str]) -> Article | Skipped:
        if isinstance(part, Skipped):
            return part._replace(key=changed.get(part.key or "", part.key))
        key = part.id[len(self._file.id) + 1 :]
        return part._replace(id=ArticleId(f"{self._file.id}#{changed[key]}")) if key in changed else part

    def result(self, articles: ArticleDigests, replaced: int) -> PartResult:
        """The result of the part, which has given these articles; in so many of them characters are replaced."""
        changed = self._keys.changed()
        refused = [changed.get(key, key) for key in self._document.refused]
        skipped = [part for part in self.found() if isinstance(part, Skipped)]
        place = self._document.place()
        return PartResult(self._part.number, articles, skipped, refused, replaced, place, self._state)
