"""Samples, damaged at random: whatever a reader meets, it gives articles and reasons, and nothing else happens."""

import io
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from conftest import NEVER, PROJECT, SCALE
from sample_tables import OPTIONS, SAMPLES

from newsgrep.article import Article
from newsgrep.engines.records import decode_article, encode_article
from newsgrep.index_report import Skipped
from newsgrep.indexing.deadline import reading_deadline
from newsgrep.readers import NotAnArticleError, SourceFile, read_file
from newsgrep.readers.expansion import Expansion

FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and path.parent != SAMPLES)
CASES, AT_ONCE = 200 * SCALE, 20


def mutated(data: bytes, random: Random) -> bytes:
    """The bytes with a few changes: some flipped, a part lost, repeated, moved, or nonsense put in."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        start, end = sorted(random.randint(0, len(changed)) for _ in range(2))
        end = min(end, start + random.choice((1, 4, 64, 4096)))
        match random.randrange(6):
            case 0:
                changed[start:end] = bytes(byte ^ 1 << random.randrange(8) for byte in changed[start:end])
            case 1:
                del changed[start:end]
            case 2:
                changed[start:start] = changed[start:end] * random.randint(1, 20)
            case 3:
                changed[start:end] = random.randbytes(end - start)
            case 4:
                place = random.choice((b"<", b">", b"{", b'"', b"\0", b"\xff\xfe", b"&#x0;", b"]]>", b"\n"))
                changed[start:start] = place * random.choice((1, 2, 5000))
            case _:
                del changed[start:]
    return bytes(changed)


@pytest.mark.parametrize("first", range(0, CASES, AT_ONCE))
def test_no_reader_fails_on_mutated_files(first: int, seed: int) -> None:
    given = 0
    for number in range(seed + first, seed + first + AT_ONCE):
        random = Random(number)  # noqa: S311  not a secret
        path = random.choice(FILES)
        data = mutated(path.read_bytes(), random)
        file = SourceFile(path.name, "x", "x", expansion=Expansion(len(data)))
        parts: list[Article | Skipped] = []
        with reading_deadline(NEVER) as deadline:
            deadline.renew()
            try:
                parts += read_file(file, io.BytesIO(data), OPTIONS)
            except NotAnArticleError:
                assert not parts
        for part in parts:
            if isinstance(part, Skipped):
                assert "reader failed" not in part.reason, (number, path)
                assert part.reason != "takes too long to read", (number, path)
            else:
                assert decode_article(encode_article(part)) == part
        ids = [part.id for part in parts if isinstance(part, Article)]
        assert len(set(ids)) == len(ids), (number, path)
        given += len(ids)
    assert given > 0


_WATCHED = """
import sys
from pathlib import Path

import newsgrep.readers
from newsgrep.readers import NotAnArticleError

sys.path.insert(0, "tests")
from sample_tables import SAMPLES, read_sample

done, read = [], 0


def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if writes or event in {
        "os.mkdir", "os.remove", "os.rename", "os.symlink", "os.link", "os.truncate", "os.chmod", "os.system",
        "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen", "socket.connect", "socket.getaddrinfo",
        "urllib.Request", "pickle.find_class", "shutil.rmtree", "tempfile.mkstemp", "tempfile.mkdtemp",
    }:
        done.append((event, *map(str, arguments[:2])))


sys.addaudithook(watch)
for form in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
    for path in sorted(form.rglob("*")):
        if path.is_file():
            read += 1
            try:
                read_sample(form.name, path.relative_to(form).as_posix())
            except NotAnArticleError:
                pass
print(read, *done, sep="\\n")
with open("/dev/null", "w"):
    print(*done)
"""


def test_no_reader_writes_connects_or_starts_anything() -> None:
    """Of what Python itself is asked to do: libraries in other languages are configured not to."""
    ran = subprocess.run(
        [sys.executable, "-B", "-c", _WATCHED],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == (
        f"{len(FILES)}\n('open', '/dev/null', 'w')\n",
        "",
        0,
    )


def test_there_are_samples_to_mutate() -> None:
    assert {path.relative_to(SAMPLES).parts[0] for path in FILES} == {
        path.stem for path in Path(SAMPLES).glob("*.json")
    }
