"""The real commands export and verify: what a shell sees, whatever ends them early."""

import io
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any, TypeAlias

import faulty_disk
import pytest
from conftest import COMMAND, PROJECT, SCALE, Ran, contents, environment, index

from newsgrep.cli.progress import tracked
from newsgrep.renderers.corpus import CORPUS_COLUMNS
from newsgrep.renderers.exports import EXPORT_COLUMNS

Run: TypeAlias = Callable[..., Any]


def test_records_come_oldest_first_and_undated_last(newsgrep: Run) -> None:
    ran = newsgrep("export", "*")
    days = [json.loads(line)["date"] for line in ran.out.splitlines()]
    assert days == sorted(days, key=lambda day: day or "9")
    assert days[-1] is None
    assert len(days) == int(newsgrep("search", "-c", "*").out)
    assert newsgrep("export", "--jsonl", "*").out == ran.out


def test_an_export_makes_another_archive_with_the_same_totals(newsgrep: Run, tmp_path: Path) -> None:
    exported = newsgrep("export", "tariffs OR pope")
    made = newsgrep("index", "-", "--as", "X", cwd=tmp_path, stdin=exported.out)
    assert made.code == 0
    for query in ("tariffs", "pope", '"oval office"', "date:2025-05", "origin:text", "title:tariffs"):
        wanted = newsgrep("search", "-c", f"({query}) (tariffs OR pope)").out
        assert newsgrep("search", "-c", query, cwd=tmp_path).out == wanted
    ids = newsgrep("search", "--ids", "tariffs OR pope", "--sort", "id").out.splitlines()
    copied = newsgrep("search", "--ids", "*", "--sort", "id", cwd=tmp_path).out.splitlines()
    assert copied == [f"X#{one}" for one in ids]


def test_nothing_found_says_so_as_search_does(newsgrep: Run, tmp_path: Path) -> None:
    for more in ((), ("--dir", str(tmp_path / "corpus"))):
        ran = newsgrep("export", "tarifs", *more)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == newsgrep("search", "tarifs").err != ""
    assert newsgrep("export", "tarifs", "--csl").out == "[]\n"
    assert list(tmp_path.iterdir()) == []


def test_notes_about_dates_are_those_of_search(newsgrep: Run) -> None:
    ran = newsgrep("export", "tariffs", "--since", "2025-04")
    assert ran.err == newsgrep("search", "tariffs", "--since", "2025-04").err != ""


def test_csl_is_one_list(newsgrep: Run) -> None:
    items = json.loads(newsgrep("export", "--csl", "pope").out)
    assert {item["type"] for item in items} == {"article-newspaper"}
    assert len(items) == int(newsgrep("search", "-c", "pope").out)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_of_texts(newsgrep: Run, tmp_path: Path, is_there: bool) -> None:  # noqa: FBT001  a case
    if is_there:
        (tmp_path / "corpus").mkdir()
    ran = newsgrep("export", "pope", "--dir", str(tmp_path / "corpus"))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    files = {path.name for path in (tmp_path / "corpus").iterdir()}
    assert len(files) == 1 + int(newsgrep("search", "-c", "pope").out)
    assert {"metadata.csv", "seeds_2025-04-21-pope-francis-dies.txt"} < files
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--dir", "full"), "full is not empty; name a new folder"),
        (("--dir", "full/a.txt"), "full/a.txt is there, and is no folder"),
        (("--dir", "."), ". is the working directory; name a new folder"),
        (("--dir", "none/corpus"), "none/corpus: there is no folder {}/none"),
        (("--dir", "new", "--csl"), "--dir and --csl do not go together; give one of them"),
        (("--csl", "--jsonl"), "--csl and --jsonl do not go together; give one of them"),
        (("--manifest", "full"), "full is no file"),
        (("--manifest", "none/m.json"), "none/m.json: there is no folder {}/none"),
        (("--manifest", "/dev/null"), "/dev/null is no file"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(
    newsgrep: Run, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    (folder / "full").mkdir()
    (folder / "full" / "a.txt").write_text("mine")
    before = contents(folder)
    ran = newsgrep("export", "pope", *arguments, cwd=folder)
    assert (ran.code, ran.out, ran.err) == (2, "", f"newsgrep: {message.format(folder)}\n")
    assert contents(folder) == before


def test_verify_says_what_has_become_of_an_answer(newsgrep: Run, folder: Path) -> None:
    assert newsgrep("search", "-n", "1", "tariffs", "--manifest", "m.json", cwd=folder).code == 0
    kept = json.loads((folder / "m.json").read_text())
    total = int(newsgrep("search", "-c", "tariffs").out)
    assert (kept["command"], kept["options"]) == ("search", {"limit": 1, "format": None})
    assert kept["queries"][0]["matches"] == len(kept["queries"][0]["articles"]) == total > 1
    same = newsgrep("verify", "m.json", cwd=folder)
    assert (same.code, same.out, same.err) == (0, "", "")

    sworn_in = folder / "seeds" / "2025-03-14-carney-sworn-in.txt"
    sworn_in.write_text(sworn_in.read_text() + "\nNo more tariffs.\n")
    (folder / "seeds" / "2025-04-02-baseline-tariff-announced.txt").unlink()
    (folder / "seeds" / "new\n.txt").write_text("tariffs")
    index(folder)
    changed = newsgrep("verify", "m.json", cwd=folder)
    assert (changed.code, changed.err) == (1, "")
    assert changed.out.splitlines() == [
        "gone\tseeds/2025-04-02-baseline-tariff-announced.txt",
        "added\tseeds/new%0A.txt",
        "changed\tseeds/2025-03-14-carney-sworn-in.txt",
    ]


def test_a_digest_is_that_of_the_raw_text(shell: Run, folder: Path) -> None:
    name = "seeds/2025-03-14-carney-sworn-in.txt"
    shell(f"newsgrep search -q 'id:{name}' --manifest m.json", cwd=folder)
    (entry,) = json.loads((folder / "m.json").read_text())["queries"][0]["articles"]
    digest = shell(f"newsgrep show --raw {name} | python -c 'import hashlib, sys;"
                   " print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'", cwd=folder)  # fmt: skip
    assert entry == {"id": name, "sha256": digest.out.strip()}


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "zzqq"),
        ("search", "-e", "pope", "-e", "tariffs", "-c"),
        ("counts", "-e", "pope", "-e", "tariffs", "--by", "month", "--of", "canada"),
        ("timeline", "pope", "--since", "2025-04"),
        ("terms", "tariffs", "--against", "pope"),
        ("export", "pope", "--within", "list"),
    ],
)
def test_every_command_with_a_manifest_can_be_verified(
    newsgrep: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    (folder / "list").write_text("seeds\n")
    newsgrep(*arguments, "--manifest", "m.json", cwd=folder)
    ran = newsgrep("verify", "m.json", cwd=folder)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "labels"),
    [
        (("counts", "-f", "-", "--by", "year", "--of", "canada"), ["canada", "--of canada"]),
        (("terms", "canada", "--since", "2025-05", "--against", "canada"), ["canada", "--against canada"]),
    ],
)
def test_a_query_to_compare_with_takes_no_other_query_s_place(
    newsgrep: Run, folder: Path, arguments: tuple[str, ...], labels: list[str]
) -> None:
    assert newsgrep(*arguments, "--manifest", "m.json", cwd=folder, stdin="canada\tcarney\n").code == 0
    queries = json.loads((folder / "m.json").read_text())["queries"]
    assert [query["label"] for query in queries] == labels
    assert queries[0]["matches"] < queries[1]["matches"]


def test_an_output_that_is_not_read_to_its_end_has_no_manifest(shell: Run, folder: Path) -> None:
    """The reader of the pipe has gone before all was written."""
    for number in range(50):
        (folder / "seeds" / f"{number}.txt").write_text("pope " * 10_000)
    index(folder)
    shell("newsgrep export pope --manifest m.json | true", cwd=folder)
    assert not (folder / "m.json").exists()


@pytest.mark.parametrize("name", ["out", "/dev/stdout", "./link"])
def test_a_manifest_does_not_take_the_place_of_the_output(shell: Run, folder: Path, name: str) -> None:
    (folder / "link").symlink_to("out")
    ran = shell(f"newsgrep export tariffs --manifest {name} > out", cwd=folder)
    said = f"newsgrep: {name} is where the output goes; name another file for the manifest\n"
    assert (ran.code, ran.err, (folder / "out").read_text()) == (2, said, "")


def test_verify_reads_from_a_pipe(shell: Run, folder: Path) -> None:
    shell("newsgrep search -q tariffs --manifest m.json", cwd=folder)
    assert shell("cat m.json | newsgrep verify /dev/stdin", cwd=folder).code == 0
    assert shell("newsgrep verify <(tail -n +2 m.json)", cwd=folder).code == 2


@pytest.mark.parametrize("name", ["m.json", "nothing", "seeds"])
def test_verify_refuses_what_is_no_manifest(newsgrep: Run, folder: Path, name: str) -> None:
    (folder / "m.json").write_text("{}")
    ran = newsgrep("verify", name, cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(rf"newsgrep: .*{name}.*\n", ran.err)


FAULTS = ["kill", "ENOSPC", "EROFS"] if SCALE >= 10 else ["kill", "ENOSPC"]
STEP = 1 if SCALE >= 10 else 2
WANTED = {"seeds", "list", ".newsgrep", "corpus", "m.json"}


def faulty(folder: Path, fault: str) -> Iterator[tuple[Path, faulty_disk.Ran]]:
    """What comes of an export to a folder, with a manifest, where the disk fails ever later; at last it does not."""
    script = [sys.executable, faulty_disk.__file__, fault, str(STEP), str(folder)]
    arguments = ["export", "pope", "--dir", "corpus", "--manifest", "m.json"]
    with subprocess.Popen(script + arguments, env=environment(folder), stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            ran = faulty_disk.Ran(*json.loads(line))
            yield folder.with_name(ran.folder), ran
    assert process.returncode == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_fails_nothing_is_half_written(folder: Path, fault: str) -> None:
    (folder / "m.json").write_text("older")
    *failed, (fine, last) = faulty(folder, fault)
    assert failed
    assert (last.status, last.err) == (0, "")
    corpus, manifest = contents(fine / "corpus"), (fine / "m.json").read_text()
    for place, ran in failed:
        there = place / "corpus"
        assert not there.exists() or {path.name: data for path, data in contents(there).items()} == {
            path.name: data for path, data in corpus.items()
        }
        assert (place / "m.json").read_text() in {"older", manifest}
        assert (place / "m.json").read_text() == "older" or there.exists()
        if fault == "kill":
            left = {path.name for path in place.iterdir()} - WANTED
            assert all(re.fullmatch(r"(corpus|m\.json)\.unfinished-[0-9a-f]{8}", name) for name in left)
        else:
            if ran.status == 0:  # it failed when all was done
                assert (place / "m.json").read_text() == manifest
                continue
            assert ran.status == 2
            assert re.fullmatch(r"newsgrep: cannot write .*(corpus|m\.json): .*\n", ran.err)
        if fault == "ENOSPC":
            assert {path.name for path in place.iterdir()} <= WANTED


def test_ctrl_c_leaves_nothing(folder: Path) -> None:
    for number in range(3000):
        (folder / "seeds" / f"{number}.txt").write_text("oil")
    index(folder)
    before = set(folder.iterdir())
    process = subprocess.Popen(
        [*COMMAND, "export", "*", "--dir", "corpus"],
        cwd=folder,
        env=environment(folder),
        stderr=subprocess.PIPE,
    )
    while process.poll() is None and set(folder.iterdir()) == before:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    if process.returncode == 130:
        assert err == b"newsgrep: interrupted\n"
        assert set(folder.iterdir()) == before
    else:  # it was faster
        assert process.returncode == 0
        assert len(list((folder / "corpus").iterdir())) > 3000


def test_progress_is_shown_on_a_terminal_unless_the_records_are(terminal: Run, folder: Path) -> None:
    shown: Ran = terminal("export", "*", "--dir", "corpus", cwd=folder)
    assert "exporting" in shown.out
    assert "exporting" not in terminal("export", "*", cwd=folder).out


def test_the_bar_has_gone_when_the_reason_for_an_early_end_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)

    def interrupted() -> None:
        with tracked([1, 2, 3], 3, "exporting", screen) as numbers:
            for _ in numbers:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    before, _, after = screen.getvalue().rpartition("exporting")
    assert before
    assert after.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def lines_of(page: str) -> list[str]:
    """The commands in the sh blocks of a page of the documentation."""
    text = (PROJECT / "docs" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if not line.startswith("#")]


def test_what_the_page_about_exports_says_happens(shell: Run, folder: Path) -> None:
    (folder / "copy").mkdir()
    (folder / "vatican").mkdir()
    lines = lines_of("export.md")
    assert len(lines) == 4
    for line in lines:
        if "jq" in line and not which("jq"):
            pytest.skip("jq is not installed")
        assert shell(line, cwd=folder).code == 0, line
    assert (
        shell("newsgrep search -c '*' --index copy", cwd=folder).out
        == shell("newsgrep search -c tariffs").out
    )
    assert shell("newsgrep search -c tag:vatican --index vatican", cwd=folder).out != "0\n"


def test_the_page_about_exports_names_every_field_and_column() -> None:
    page = (PROJECT / "docs" / "export.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[a-z].*?) \|", page, re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(rows)) == [column.name for column in EXPORT_COLUMNS]
    for column in CORPUS_COLUMNS:
        assert f"`{column.name}`" in page


def test_what_the_page_about_manifests_says_happens(shell: Run, folder: Path) -> None:
    search, verify = lines_of("verify.md")
    assert shell(search, cwd=folder).code == 0
    assert shell(verify, cwd=folder).out == "still the same\n"
    kept = json.loads((folder / "tariffs.json").read_text())
    page = (PROJECT / "docs" / "verify.md").read_text(encoding="utf-8")
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[a-z].*?) \|", page, re.MULTILINE)))
    assert set(named) == {*kept, *kept["queries"][0]}
