"""`newsgrep show`, as a shell or a person sees it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from conftest import index

Run: TypeAlias = Callable[..., Any]
CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"


def test_show_by_id_by_location_by_path_and_from_stdin(newsgrep: Run, samples: Path) -> None:
    whole = newsgrep("show", CARNEY)
    assert whole.code == 0
    assert "Date: 2025-05-06 (from its text)" in whole.out
    assert newsgrep("show", "-", stdin=f"{CARNEY}\n").out == whole.out
    inside = newsgrep("show", Path(CARNEY).name, cwd=samples / "seeds")
    assert inside.out == whole.out.replace(CARNEY, Path(CARNEY).name)
    raw = newsgrep("show", "--raw", CARNEY).out
    stored = (samples / CARNEY).read_text(encoding="utf-8")
    assert stored == f" date 2025-05-06 {raw}"
    missing = newsgrep("show", "nothing", CARNEY, "--jsonl")
    assert missing.code == 1
    assert missing.err == "newsgrep: no such article: nothing\n"
    assert json.loads(missing.out)["text"] == raw


def test_show_a_container_gives_all_its_articles(newsgrep: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": "one", "id": "x#y"}\n{"text": "two"}\n')
    index(folder, "a.jsonl")
    assert newsgrep("show", "--raw", "a.jsonl", cwd=folder).out == "one\n\ntwo"
    location = newsgrep("search", "one", "path:a.jsonl", cwd=folder).out.split("\t")[1]
    assert location == "a.jsonl#x%23y"
    assert newsgrep("show", "--raw", location, cwd=folder).out == "one"
    assert newsgrep("search", "-l", "path:a.jsonl", cwd=folder).out == "a.jsonl\n"


def test_numbered_articles_of_a_container_are_shown_in_their_order(newsgrep: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_text(
        "".join(json.dumps({"text": f"{number},"}) + "\n" for number in range(1, 12))
    )
    index(folder, "a.jsonl")
    listed = json.loads(newsgrep("show", "--json", "a.jsonl", cwd=folder).out)
    assert [hit["text"] for hit in listed] == [f"{number}," for number in range(1, 12)]


def test_raw_texts_have_an_empty_line_between_and_stay_what_they_are(newsgrep: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in ("a", "b\n", "c")))
    index(folder, "a.jsonl")
    assert newsgrep("show", "--raw", "a.jsonl", cwd=folder).out == "a\n\nb\n\nc"
    assert newsgrep("show", "--raw", "a.jsonl#1", cwd=folder).out == "a"


def test_show_pages_on_a_terminal_and_raw_is_refused(terminal: Run, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o755)
    shown = terminal("show", CARNEY, "--query", "sale", NEWSGREP_PAGER=str(pager)).out
    assert shown.startswith("PAGED\n")
    assert "\x1b[1;31msale\x1b[0m" in shown
    assert "refuse" not in terminal("show", CARNEY, NEWSGREP_PAGER="no-such-pager").out
    refused = terminal("show", "--raw", CARNEY)
    assert refused.code == 2
    assert "send it to a file or a pipe" in refused.out


def test_what_was_piped_in_is_shown_by_its_name(newsgrep: Run, folder: Path) -> None:
    lines = '{"text": "one", "id": "a"}\n{"text": "two"}\n'
    newsgrep("index", "-", "--as", "wire", cwd=folder, stdin=lines)
    for where in (folder, folder / "seeds"):
        listed = json.loads(newsgrep("show", "wire", "--json", cwd=where).out)
        assert [hit["id"] for hit in listed] == ["wire#a", "wire#2"]
    shown = newsgrep("show", "wire#a", cwd=folder).out
    assert "File: wire#a, piped in as wire\n" in shown
    assert ".newsgrep" not in shown
    assert newsgrep("search", "-c", "one", "--within", "-", cwd=folder, stdin="wire\n").out == "1\n"


def test_in_a_pipe_no_line_is_wrapped(newsgrep: Run, terminal: Run, tmp_path: Path) -> None:
    words = "word " * 60 + "end"
    name = f"{'name ' * 30}end.txt"
    (tmp_path / name).write_text(f"{words}\n\n    indented {words}\n")
    index(tmp_path, ".")
    out = newsgrep("show", name, cwd=tmp_path).out
    assert out.splitlines() == ["Date: unknown", f"File: {name}", "", words, "", f"    indented {words}"]
    coloured = newsgrep("show", name, "--query", "end", "--color", "always", cwd=tmp_path).out
    assert coloured.count("\n") == 6
    assert max(map(len, terminal("show", name, cwd=tmp_path, NO_COLOR="1").out.splitlines())) <= 80


def test_reading_copies(newsgrep: Run, terminal: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_text(
        '{"text": "It *ends*.", "title": "Strike\\u001b ends", "date": "1987-03-05", "source": "The Post"}\n'
    )
    index(folder, "a.jsonl")
    copy = "Strike ends\nThe Post\n1987-03-05\n\nIt *ends*.\n"
    assert newsgrep("show", "a.jsonl", "--format", "text", cwd=folder).out == copy
    shown = terminal("show", "a.jsonl", "--format", "text", cwd=folder).out
    assert shown == copy.replace("Strike", "Strike\u241b")
    marked = newsgrep("show", "a.jsonl", "--format", "markdown", cwd=folder).out
    assert marked == "# Strike ends\n\nThe Post · 1987-03-05\n\nIt \\*ends\\*.\n"
    (listed,) = json.loads(newsgrep("show", "a.jsonl", "--format", "json", cwd=folder).out)
    assert listed["text"] == "It *ends*."
    assert "excerpt" not in listed
    assert list(listed)[:3] == ["id", "path", "location"]


def test_a_file_in_a_folder_called_as_that_of_what_was_piped_in_is_a_file(
    newsgrep: Run, folder: Path
) -> None:
    (folder / "piped").mkdir()
    (folder / "piped" / "a.jsonl.zst").write_text('{"text": "one"}')
    index(folder, "piped")
    assert "File: piped/a.jsonl.zst" in newsgrep("show", "piped/a.jsonl.zst", cwd=folder).out
