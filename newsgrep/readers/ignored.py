"""Files that nobody would take for an article: images, programs, settings, and the like."""

_ENDINGS = frozenset(
    {
        *("png", "jpg", "jpeg", "gif", "webp", "bmp", "ico", "svg", "tif", "tiff", "avif", "heic"),
        *("mp3", "mp4", "m4a", "m4v", "mov", "avi", "mkv", "ogg", "wav", "flac", "webm"),
        *("css", "js", "mjs", "map", "ts", "py", "pyc", "sh", "bat", "exe", "dll", "so", "o"),
        *("woff", "woff2", "ttf", "otf", "eot", "db", "sqlite", "sqlite3", "lock", "tmp", "swp"),
        *("toml", "ini", "cfg", "yaml", "yml"),
    }
)
_STEMS = frozenset({"readme", "license", "makefile"})
_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"\x7fELF", b"MZ\x90", b"SQLite format 3\x00"),
    *(b"ID3", b"OggS", b"fLaC", b"\x00\x00\x01\x00", b"wOFF", b"wOF2", b"\xcf\xfa\xed\xfe"),
)


def is_ignored(name: str) -> bool:
    """Say by a file's name alone whether it cannot be an article, so that it is not even opened."""
    lower = name.lower()
    stem, _, ending = lower.rpartition(".")
    return (
        (ending in _ENDINGS and stem != "")
        or (stem or ending) in _STEMS
        or lower[-1] == "~"
        or lower[0] == "."
        or lower == "cachedir.tag"
    )


def is_no_article(head: bytes) -> bool:
    """Say by a document's first bytes whether it cannot be an article."""
    return head.startswith(_MAGIC)
