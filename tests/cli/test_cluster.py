"""The command over an index in a cluster: it says what it says over one in a folder, and machines share it.

A machine is a home of its own, and a folder with the archive. What happens in the cluster itself is tested with the engines.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import shared_cluster
from conftest import COMMAND, PROJECT, SCALE, TODAY, Ran, environment
from examples import verbs

from newsgrep.archive import Archive
from newsgrep.cluster_address import ClusterAddress
from newsgrep.config import ArchiveConfig, dump_archive_config
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.place import ClusterPlace
from newsgrep.engines.opensearch.schema import Indices

Run: TypeAlias = Callable[..., Any]

ARTICLE = "seeds/2025-05-06-carney-trump-oval-office.txt"
COPY = "seeds/2025-05-24-harbour-post-eu-goods-50-percent.md"

READING = [
    "search tariffs",
    "search --json -n 5 --offset 2 'trade OR canada OR source:*'",
    "search --format trec --sort random --seed 3 trade",
    "search --csv -e tariffs -e 'carney OR trump' --since 2025-03",
    "search --each month --fold --sort date --ids trade",
    "search -l --explain 'tarif~ \"trade war\" tariff*'",
    "search --jsonl --sure --on 2025-05 'NOT tariffs'",
    "search --within - --sort -date trade < seeds",
    "search '\"unclosed'",
    "search tariffs --manifest found.json -q > found.json",
    "kwic tariffs --sort left -n 9",
    "timeline -e tariffs -e carney --by week --words",
    "timeline tariffs --html page.html > page.html",
    "counts trade --by source,month --of 'canada OR china'",
    "terms trade --against canada --words --json",
    "dups --cut --json",
    f"similar {ARTICLE} -n 3 --explain",
    "similar - --ids < The trade war and tariffs of Canada",
    f"show {ARTICLE} --query trade",
    f"show {COPY} --diff {ARTICLE}",
    f"open {ARTICLE} --file",
    "export tariffs",
    "export carney --dir exported > exported/metadata.csv",
    "coverage",
    "skipped",
    "stats",
    "index --dry-run --rebuild --json",
    "completions bash",
    "new --list",
    "set --list",
    "forget nothing",
]
"""Lines of a shell that change nothing; after `<` comes the text of stdin, after `>` a file that is made."""

CHANGING = [
    "index",
    "new trade 'tariff* OR \"trade war\"' --since 2025",
    "+ seeds/late.txt Late tariffs date 2025-06-19",
    "- seeds/2025-01-07-fires-los-angeles.txt",
    "index --dry-run",
    "index --strict",
    "new trade --json",
    "new --list --json",
    f"set {ARTICLE} date=2024-01-01 source=Corrected tag+=mine",
    "set --list --csv --json",
    "search source:corrected --json",
    f"set {ARTICLE} --unset date",
    'index - --as piped < {"title": "Piped", "text": "tariffs that were piped in", "id": "p"}',
    "show piped --json",
    "open piped#p",
    "search tariffs -n 3 --json",
    "+ elsewhere/a.txt A tariff elsewhere",
    "index --files-from - < elsewhere/a.txt",
    "index elsewhere --exclude *.md --day-first",
    "search elsewhere --ids",
    "- elsewhere",
    "index",
    "index --rebuild",
    "index --rebuild --language german",
    "+ elsewhere/a.txt A tariff elsewhere",
    "index --language german",
    "index --rebuild --language german -j 2",
    "search tariffs --explain",
    "stats",
    "forget piped",
    "forget elsewhere",
    f"forget {ARTICLE}",
    "index --exclude 2025-05*",
    "set --list",
    "search tariffs --json",
    "new --forget trade",
    "new --list",
]
"""The same, one after the other; `+` makes a file, `-` deletes one or a folder."""


def one_of_each_verb(lines: list[str]) -> list[str]:
    """Of the lines with a verb the first."""
    return list({line.partition(" ")[0]: line for line in reversed(lines)}.values())


class Machine:
    """The command on a machine, where an archive of this folder lies."""

    def __init__(self, newsgrep: Run, folder: Path, index: str) -> None:
        self.folder = folder
        self.home = folder.parent / "home"
        self.index = index
        self._newsgrep = newsgrep
        self.home.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)

    def __call__(self, *arguments: str, **more: Any) -> Ran:
        if arguments[:1] == ("index",) and "-j" not in arguments:
            arguments = (*arguments, "-j", "1")  # to start processes takes longer than all else
        variables = {"HOME": str(self.home), "NEWSGREP_INDEX": self.index, "BROWSER": "echo", **more}
        ran: Ran = self._newsgrep(*arguments, cwd=self.folder, **variables)
        assert "Traceback" not in ran.err
        return ran

    def put(self, name: str, text: str) -> None:
        """Write a file, the same on all machines."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.utime(file, (1_700_000_000, 1_700_000_000))

    def say(self, line: str) -> tuple[object, ...]:
        """Do what a line says; gives what came of it, but for what is of this machine, engine or moment."""
        line, _, made = line.partition(" > ")
        line, _, stdin = line.partition(" < ")
        verb, *words = shlex.split(line)
        if verb == "+":
            self.put(words[0], " ".join(words[1:]))
        elif verb == "-":
            path = self.folder / words[0]
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        else:
            ran = self(verb, *words, stdin=stdin)
            return ran.code, self._plain(ran.out), self._plain(ran.err), self._plain(self._made(made))
        return ()

    def _made(self, name: str) -> str:
        return (self.folder / name).read_text() if name else ""

    def _plain(self, text: str) -> str:
        text = text.replace(f"{self.folder}/.newsgrep/", "HOME/")
        own = f"{self.folder}/.newsgrep" if self.index == str(self.folder) else self.index
        text = text.replace(own, "INDEX")
        text = text.replace(str(self.folder.parent), "")
        text = re.sub(r"(?m)^(index|indexed|bytes|segments|generation) .*\n", "", text)
        text = re.sub(r"\d\d\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d| UTC)", "TIME", text)
        return re.sub(r"\b\d+\.\d s\b", "S s", text)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of an index that is not there yet."""
    named = shared_cluster.address_of(tmp_path)
    yield named
    shared_cluster.delete_index(named)


def make(address: str) -> None:
    """Make an empty index, with less than users have: that is done sooner."""
    with closing(ClusterPlace(ClusterAddress.parse(address))) as place:
        place.make(dump_archive_config(ArchiveConfig()), 1, 0)


@pytest.fixture
def machine(newsgrep: Run, tmp_path: Path, address: str) -> Callable[[str], Machine]:
    """Gives a machine by its name; each has the same archive of two articles, and one folder alone."""
    make(address)

    def machine(name: str) -> Machine:
        made = Machine(newsgrep, tmp_path / name / "archive", address)
        made.put("news/a.txt", "Oil\n\nThe price of oil.")
        made.put("news/b.txt", "Gas\n\nThe price of gas.")
        return made

    return machine


@pytest.fixture(scope="module")
def sample_machines(
    newsgrep: Run, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Machine, Machine]]:
    """The sample archive twice: with an index in its folder, and with one in a cluster."""
    base = tmp_path_factory.mktemp("machines")
    address = shared_cluster.address_of(base)
    make(address)
    embedded = Machine(newsgrep, base / "embedded" / "archive", "")
    cluster = Machine(newsgrep, base / "cluster" / "archive", address)
    embedded.index = str(embedded.folder)
    for machine in (embedded, cluster):
        shutil.copytree(PROJECT / "seeds", machine.folder / "seeds")
        machine.put("dump.jsonl", '{"title": "T", "text": "trade", "id": "x"}\n{"id": "y"}\n')
        assert machine("index", "seeds", "dump.jsonl").code == 0
    yield embedded, cluster
    shared_cluster.delete_index(address)


@pytest.mark.parametrize("line", READING if SCALE > 1 else one_of_each_verb(READING))
def test_what_reads_says_the_same(sample_machines: tuple[Machine, Machine], line: str) -> None:
    embedded, cluster = sample_machines
    assert cluster.say(line) == embedded.say(line)


def test_what_changes_an_index_says_the_same_too(
    newsgrep: Run, sample_machines: tuple[Machine, Machine], tmp_path: Path, address: str
) -> None:
    """A history of an archive, from an empty index on."""
    make(address)
    embedded = Machine(newsgrep, tmp_path / "embedded" / "archive", str(tmp_path / "embedded" / "archive"))
    cluster = Machine(newsgrep, tmp_path / "cluster" / "archive", address)
    Archive.create(embedded.folder, today=TODAY).close()
    for machine in (embedded, cluster):
        shutil.copytree(sample_machines[0].folder / "seeds", machine.folder / "seeds")
    for line in ["index seeds", *CHANGING]:
        if "german" in line and SCALE == 1:
            continue  # to make an index anew takes longest
        assert (line, cluster.say(line)) == (line, embedded.say(line))


def test_every_verb_is_compared() -> None:
    """But `copy`, which is about two indexes."""
    compared = {shlex.split(line)[0] for line in [*READING, *CHANGING]}
    assert set(verbs()) - {"copy"} == compared - {"+", "-"} | {"verify"}


def test_a_manifest_of_an_answer_holds_over_both(sample_machines: tuple[Machine, Machine]) -> None:
    for machine, other in (sample_machines, reversed(sample_machines)):
        assert machine("search", "-q", "tariffs", "--manifest", "kept.json").code == 0
        shutil.copy(machine.folder / "kept.json", other.folder / "kept.json")
        assert other("verify", "kept.json").code == 0


def test_values_are_completed(sample_machines: tuple[Machine, Machine]) -> None:
    for words in ("newsgrep search source:", "newsgrep forget "):
        variables = {
            "_NEWSGREP_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        said = [machine(**variables).out for machine in sample_machines]
        assert said[0] == said[1] != ""


def added(ran: Ran) -> tuple[int, str]:
    """The code, and the counts of what was indexed."""
    return ran.code, ran.out.partition(";")[0]


def unchanged(articles: int) -> tuple[int, str]:
    return 0, f"0 articles added, 0 updated, 0 removed, {articles} unchanged"


def test_what_one_machine_has_read_no_other_reads_again(machine: Callable[[str], Machine]) -> None:
    one, other = machine("one"), machine("other")
    assert added(one("index", "news"))[1].startswith("2 articles added")
    for file in (other.folder / "news").iterdir():
        file.chmod(0o000)
        file.write_text("other text, which would be seen") if os.geteuid() else None
    assert added(other("index")) == unchanged(2)
    other.put("news/c.txt", "Coal\n\nThe price of coal.")
    assert other("index").out.startswith("1 articles added, 0 updated, 0 removed, 2 unchanged")
    assert one("search", "--ids", "--sort", "id", "price").out == "news/a.txt\nnews/b.txt\nnews/c.txt\n"
    one.put("news/c.txt", "Coal\n\nThe price of coal.")
    assert added(one("index")) == unchanged(3)
    assert added(one("index")) == unchanged(3)


def test_copies_of_an_archive_may_have_other_times(machine: Callable[[str], Machine]) -> None:
    one, other = machine("one"), machine("other")
    one("index", "news")
    for file in (other.folder / "news").iterdir():
        os.utime(file, (1_600_000_000, 1_600_000_000))
    for either in (other, one, other):
        assert added(either("index")) == unchanged(2)


def test_a_run_that_has_nothing_to_do_opens_no_index(machine: Callable[[str], Machine]) -> None:
    """As over an index in a folder, it leaves what the last run has found as it is."""
    one, other = machine("one"), machine("other")
    one("index", "news")
    found = one.folder / ".newsgrep" / "index" / "last-scan"
    before = found.stat().st_mtime_ns
    assert added(one("index")) == unchanged(2)
    assert found.stat().st_mtime_ns == before
    other.put("news/c.txt", "Coal\n\nThe price of coal.")
    other("index")
    one.put("news/c.txt", "Coal\n\nThe price of coal.")
    assert added(one("index")) == unchanged(3)
    assert found.stat().st_mtime_ns != before


def test_a_folder_that_is_on_one_machine_alone_keeps_its_articles(machine: Callable[[str], Machine]) -> None:
    one, other = machine("one"), machine("other")
    one.put("more/d.txt", "Wood\n\nThe price of wood.")
    one("index", "news", "more")
    ran = other("index")
    assert ran.code == 2
    assert ran.err == f"newsgrep: {other.folder}/more: No such file or directory; its articles are kept\n"
    assert other("search", "-c", "wood").out == "1\n"
    refused = other("index", "--rebuild", "--language", "german")
    assert refused.code == 2
    assert "its articles would be lost" in refused.err
    new = machine("new")  # which does not know yet that the folder had articles
    (new.folder / "more").mkdir()
    assert "its articles would be lost" in new("index", "--rebuild", "--language", "german").err
    assert one("search", "-c", "wood").out == "1\n"


def test_what_was_piped_in_on_one_machine_is_read_again_on_another(machine: Callable[[str], Machine]) -> None:
    one, other = machine("one"), machine("other")
    records = "".join(json.dumps({"text": f"oil {number}" * 500}) + "\n" for number in range(9))
    one("index", "-", "--as", "dump", stdin=records)
    assert other("index", "--rebuild").out.startswith("0 articles added, 0 updated, 0 removed, 9 unchanged")
    assert other("search", "-c", "oil").out == "9\n"
    other("index", "-", "--as", "dump", stdin='{"text": "oil"}\n')
    assert added(one("index", "--rebuild")) == unchanged(1)
    assert machine("third")("forget", "dump").out == "1 articles removed\n"
    assert one("search", "-c", "oil").out == "0\n"
    assert added(other("index", "--rebuild")) == unchanged(0)


def test_corrections_and_saved_queries_hold_everywhere(machine: Callable[[str], Machine]) -> None:
    one, other = machine("one"), machine("other")
    one("index", "news")
    one("set", "news/a.txt", "source=Wire", "date=2025-06-01")
    assert other("search", "--ids", "source:wire").out == "news/a.txt\n"
    assert added(other("index", "--rebuild")) == unchanged(2)
    assert other("search", "--ids", "source:wire").out == "news/a.txt\n"
    other("set", "news/a.txt", "source=Paper")
    assert "Paper" in one("set", "--list").out
    assert "Wire" not in one("set", "--list").out

    one("new", "prices", "price")
    assert other("new", "prices").out == ""
    other.put("news/c.txt", "Coal\n\nThe price of coal.")
    other("index")
    assert one("new", "--ids").out == "news/c.txt\n"
    assert other("new", "--ids").out == ""
    assert other("new", "--forget", "prices").code == 0
    assert one("new", "--list").code == 1


def test_searching_makes_nothing_where_one_is(machine: Callable[[str], Machine]) -> None:
    one, reader = machine("one"), machine("reader")
    one("index", "news")
    before = sorted(reader.folder.rglob("*"))
    for line in ("search oil", "stats", "coverage", "skipped", "new prices price", "set --list"):
        assert reader(*line.split()).code in {0, 1}
    assert reader("index", "--dry-run").code == 0
    assert sorted(reader.folder.rglob("*")) == before
    assert one("new", "--list").out.startswith("prices\t")


def test_settings_that_were_deleted_on_a_machine_are_not_deleted_everywhere(
    machine: Callable[[str], Machine],
) -> None:
    one = machine("one")
    one("index", "news")
    (one.folder / ".newsgrep" / "config.toml").unlink()
    assert added(one("index")) == unchanged(2)
    assert one("stats").out.splitlines()[2].split() == ["roots", "news"]


def test_the_folder_that_is_derived_can_be_deleted(machine: Callable[[str], Machine]) -> None:
    one = machine("one")
    one("index", "news")
    one("set", "news/a.txt", "source=Wire")
    shutil.rmtree(one.folder / ".newsgrep" / "index")
    assert added(one("index")) == unchanged(2)
    assert "Wire" in one("set", "--list").out


def test_an_archive_with_an_index_of_its_own_is_not_indexed_elsewhere(
    machine: Callable[[str], Machine],
) -> None:
    one = machine("one")
    with Archive.create(one.folder, today=TODAY) as archive:
        archive.index([one.folder / "news"])
    before = sorted(one.folder.rglob("*"))
    for line in ("index news", "index - --as x", "forget news"):
        ran = one(*line.split())
        assert ran.code == 2
        assert ran.err.count("\n") == 1
    assert f"newsgrep copy {one.folder} {one.index}" in one("index", "news").err
    assert sorted(one.folder.rglob("*")) == before
    assert one("search", "oil").code == 1
    assert one("search", "-c", "oil", NEWSGREP_INDEX="").out == "1\n"


def test_one_folder_is_of_one_index(machine: Callable[[str], Machine]) -> None:
    one = machine("one")
    one("index", "news")
    ran = one("index", "news", NEWSGREP_INDEX=f"{one.index}-other")
    assert ran.code == 2
    assert f"belongs to the index {one.index}" in ran.err
    parsed = ClusterAddress.parse(one.index)
    turned = "opensearch://" + ",".join(node.partition("://")[2] for node in reversed(parsed.nodes))
    assert added(one("index", NEWSGREP_INDEX=f"{turned}/{parsed.name}")) == unchanged(2)
    assert added(one("index", NEWSGREP_INDEX="")) == unchanged(2)


def test_the_settings_of_a_user_can_name_it(machine: Callable[[str], Machine]) -> None:
    one, reader = machine("one"), machine("reader")
    one("index", "news")
    settings = reader.home / ".config" / "newsgrep" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'index = "{one.index}"')
    assert reader("search", "--ids", "oil", NEWSGREP_INDEX="").out == "news/a.txt\n"


def test_where_there_is_no_index(newsgrep: Run, tmp_path: Path, address: str) -> None:
    one = Machine(newsgrep, tmp_path / "one" / "archive", address)
    one.put("news/a.txt", "Oil\n\nThe price of oil.")
    for line in ("search oil", "stats", "index", "new --list", "coverage", "set --list", "forget news"):
        ran = one(*line.split())
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"newsgrep: no index at {address}; make one there with: newsgrep index --index {address} FOLDER\n"
        )
    ran = one("index", "--dry-run", "news")
    assert (ran.code, ran.out.count("news/a.txt")) == (0, 1)
    assert one("index", "nosuch").code == 2
    assert sorted(path.name for path in one.folder.iterdir()) == ["news"]
    with closing(Cluster(ClusterAddress.parse(address))) as cluster:
        found = cluster.request("GET", "/_cat/indices", params={"format": "json"})
    assert not [one for one in found if one["index"] in Indices.of(ClusterAddress.parse(address))]


def test_an_index_that_was_deleted_in_the_cluster_is_missed(machine: Callable[[str], Machine]) -> None:
    one = machine("one")
    one("index", "news")
    shared_cluster.delete_index(one.index)
    for line in ("index", "search oil", "set news/a.txt source=x", "forget news", "new --list"):
        for named in (one.index, ""):
            ran = one(*line.split(), NEWSGREP_INDEX=named)
            assert ran.code == 2
            assert ran.err.startswith(f"newsgrep: no index at {one.index}; make one there with")
    assert one("index", "--shards", "1", "--replicas", "0", "news").out.startswith("2 articles added")


@pytest.mark.parametrize(
    "named",
    [
        "opensearch://",
        "opensearch:///x",
        "opensearch://localhost",
        "opensearch://localhost:0/x",
        "opensearch://localhost:99999/x",
        "opensearch://local host/x",
        "opensearch://localhost/X",
        "opensearch://localhost/-x",
        "opensearch://localhost/a/b",
        "opensearch://localhost,/x",
        "opensearchs://localhost/x?y",
        "https://localhost:9200/x",
    ],
)
def test_what_is_no_address(newsgrep: Run, tmp_path: Path, named: str) -> None:
    for line in ("search oil", "index .", "stats"):
        ran = newsgrep(*line.split(), "--index", named, cwd=tmp_path)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["opensearch", "opensearchs", "https"])
def test_a_password_in_an_address_is_refused_and_not_repeated(
    newsgrep: Run, tmp_path: Path, scheme: str
) -> None:
    named = f"{scheme}://someone:hunter2@localhost:9200/news"
    for line in ("search oil", "index .", "stats", "index --dry-run ."):
        for ran in (
            newsgrep("--index", named, *line.split(), cwd=tmp_path),
            newsgrep(*line.split(), cwd=tmp_path, NEWSGREP_INDEX=named),
        ):
            assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
            assert "hunter2" not in ran.err
            assert "someone" not in ran.err
            assert "NEWSGREP_OPENSEARCH_PASSWORD" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "fault",
    [{"format": 99}, {"commit": "[" * 100_000}, {"commit": '{"next": 1}'}][:SCALE],
)
def test_an_index_of_another_version_is_made_anew_on_demand(
    machine: Callable[[str], Machine], fault: dict[str, Any]
) -> None:
    one = machine("one")
    one("index", "news")
    change(one.index, "commit", fault)
    for line in ("search oil", "index", "coverage", "index --dry-run"):
        ran = one(*line.split())
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "newsgrep index --rebuild" in ran.err
    assert one("index", "--rebuild").out.startswith("2 articles added")
    assert one("search", "--ids", "oil").out == "news/a.txt\n"
    assert added(one("index")) == unchanged(2)
    other = machine("other")
    assert added(other("index")) == unchanged(2)


def change(address: str, name: str, fields: dict[str, Any]) -> None:
    """Change fields of a document of NAME-state."""
    parsed = ClusterAddress.parse(address)
    with closing(Cluster(parsed)) as cluster:
        path = f"/{Indices.of(parsed).state}/_doc/{name}"
        source = cluster.request("GET", path)["_source"]
        cluster.request("PUT", path, {**source, **fields})


VERSION = "0" * 32
PLANTS: dict[str, Any] = {
    "names": {
        name: [VERSION, 1, 0, 0, "eA=="]
        for name in ("../escaped", "/escaped", "state/../../escaped", "state/new/../../../x.seen", "a\0b")
    },
    "no list": [],
    "no blobs": {"last-run": 7},
    "a version that is a path": {"last-run": ["../../x", 0, 0, 1, ""]},
    "a time that is none": {"last-run": [VERSION, 0, "soon", 0, ""]},
    "a time beyond all": {"last-run": [VERSION, 0, 1 << 80, 0, ""]},
    "chunks without end": {"last-run": [VERSION, 0, 0, 1 << 60, ""]},
    "chunks that are not there": {"last-run": [VERSION, 9, 0, 3, ""]},
    "content that is no base64": {"last-run": [VERSION, 1, 0, 0, "%"]},
    "content that is cut": {"last-run": [VERSION, 9, 0, 0, "eA=="]},
    "settings with NUL": {"config.toml": [VERSION, 15, 0, 0, "bGFuZ3VhZ2U9ImFcdTAwMDBiIg=="]},
    "settings that are none": {"config.toml": [VERSION, 1, 0, 0, "/w=="]},
    "no settings": {"config.toml": None},
}


def test_what_others_plant_in_a_cluster_writes_nowhere_and_is_said_in_a_line(
    machine: Callable[[str], Machine], tmp_path: Path
) -> None:
    one, reader = machine("one"), machine("reader")
    one("index", "news")
    with closing(Cluster(ClusterAddress.parse(one.index))) as cluster:
        path = f"/{Indices.of(cluster.address).state}/_doc/blobs"
        good = json.loads(cluster.request("GET", path)["_source"]["directory"])
        reader("coverage")
        before = {file for file in tmp_path.rglob("*") if "home" not in file.parts}
        for planted in list(PLANTS.values())[:: 1 if SCALE > 1 else 5]:
            directory = {**good, **planted} if isinstance(planted, dict) else planted
            if isinstance(directory, dict) and directory["config.toml"] is None:
                del directory["config.toml"]
            cluster.request("PUT", path, {"directory": json.dumps(directory)})
            for ran in (reader("coverage"), one("index")):
                assert (ran.code, ran.err.count("\n")) in {(2, 1), (0, 0)}
        after = {file for file in tmp_path.rglob("*") if "home" not in file.parts}
        cluster.request("PUT", path, {"directory": json.dumps(good)})
    assert {file for file in after - before if ".newsgrep" not in file.parts} == set()
    assert not list(tmp_path.rglob("*escaped*"))
    assert added(one("index")) == unchanged(2)


def test_a_cluster_that_is_not_there_is_said_in_a_line(newsgrep: Run, tmp_path: Path) -> None:
    ran = newsgrep("search", "oil", "--index", "opensearch://localhost:1/news", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "localhost:1" in ran.err
    assert list(tmp_path.iterdir()) == []


_KILLED = """
import os, sys
from newsgrep.indexing.working_copy import WorkingCopy
from newsgrep.__main__ import main
times = iter(range(9))
push = WorkingCopy.push
def dying(self):
    if next(times) == {0}:
        os.kill(os.getpid(), 9)
    push(self)
WorkingCopy.push = dying
sys.argv[1:] = ["index", "news", "more", "-j", "1"]
main()
"""


@pytest.mark.parametrize("time", range(min(2, SCALE)))
def test_a_run_that_is_killed_before_it_has_sent_all_goes_on(
    machine: Callable[[str], Machine], time: int
) -> None:
    """The first time nothing was sent but the lock taken; the second time all is committed, and not yet the time of the run."""
    one, other = machine("one"), machine("other")
    one("index", "news")
    one.put("more/d.txt", "Wood\n\nThe price of wood.")
    died = subprocess.run(
        [COMMAND[0], "-c", _KILLED.format(time)],
        cwd=one.folder,
        env=environment(one.home, NEWSGREP_INDEX=one.index),
        check=False,
        capture_output=True,
    )
    assert died.returncode == -signal.SIGKILL
    other.put("more/d.txt", "Wood\n\nThe price of wood.")
    assert added(other("index")) == unchanged(2 + time)
    other("index", "more")
    assert added(one("index")) == unchanged(3)
    assert one("search", "-c", "price").out == "3\n"


def test_two_at_once_on_one_machine_both_do_their_work(machine: Callable[[str], Machine]) -> None:
    one = machine("one")
    processes = []
    for root in ("x", "y", "z"):
        one.put(f"{root}/a.txt", f"oil of {root}")
        variables = environment(one.home, NEWSGREP_INDEX=one.index)
        command = [*COMMAND, "index", "-q", "--wait", "600", "-j", "1", root]
        processes.append(subprocess.Popen(command, cwd=one.folder, env=variables))
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert one("search", "--ids", "oil").out == "x/a.txt\ny/a.txt\nz/a.txt\n"
    readers = [
        subprocess.Popen(
            [*COMMAND, "new", f"q{number}", "oil"],
            cwd=one.home,
            env=environment(one.home, NEWSGREP_INDEX=one.index),
            stderr=subprocess.DEVNULL,
        )
        for number in range(3)
    ]
    assert {process.wait() for process in readers} <= {0, 1}
    assert [line.split("\t")[0] for line in one("new", "--list").out.splitlines()] == ["q0", "q1", "q2"]
