"""Names of files that nobody would take for articles. A scan asks about each file: so this imports next to nothing."""

from functools import lru_cache

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
_NAMES = frozenset(
    {
        *("cachedir.tag", "robots.txt", "ads.txt", "app-ads.txt", "hts-log.txt", "wget-log", "wget.log"),
        *_STEMS,
    }
)
"""Also files for programs that a copy of a site holds, and the logs of those who made it."""
_STEMS_OF_NAMES = _STEMS | {name.rpartition(".")[0] for name in _NAMES}


def is_ignored(name: str) -> bool:
    """Say by a file's name alone, which is not empty, whether it cannot be an article, so that it is not even opened."""
    dot = name.rfind(".")
    if dot <= 0:
        return dot == 0 or name[-1] == "~" or name.lower() in _NAMES
    if _is_ignored_ending(name[dot:]) or name[0] == ".":
        return True
    stem = name[:dot].lower()
    return stem in _STEMS_OF_NAMES and (stem in _STEMS or name.lower() in _NAMES)


@lru_cache(1024)
def _is_ignored_ending(ending: str) -> bool:
    """The same of a name by its last dot and what follows: it is seldom one that was not seen before."""
    return ending[-1] == "~" or ending[1:].lower() in _ENDINGS
