"""Warm questions: each peer a process that stays, its index open, asked in turns through its library."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from statistics import median

from benchmarks.corpora import Size, articles
from benchmarks.indexes import corpus_of, index_of
from benchmarks.peers import EXCERPTS, LABELS, MATCHES, UNCOUNTED
from benchmarks.questions import Kind, Question, more_questions, questions
from benchmarks.resident import Resident, resident
from benchmarks.rounds import Samples, best_ratio, geometric_mean, median_ratio, take_turns
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table, figure, milliseconds, number
from benchmarks.trees import BEFORE, trees

SIZES = (Size.SMALL, Size.LARGE)
PEERS = {Size.SMALL: ("newsgrep", "tantivy", "fts5", "whoosh"), Size.LARGE: ("newsgrep", "tantivy", "fts5")}
EARLIER = "newsgrep" + BEFORE
_ROUNDS = 7
_BUDGET = 15.0
"""Seconds that a question may take in all."""


def measure(size: Size, rounds: int | None) -> Raw:
    with ExitStack() as stack:
        peers = {
            name: stack.enter_context(resident(name, corpus_of(size), index_of(name, size)))
            for name in PEERS[size]
        }
        if BEFORE in trees():
            tree = trees()[BEFORE]
            index = index_of("newsgrep", size, tree)
            peers[EARLIER] = stack.enter_context(resident("newsgrep", corpus_of(size), index, tree))
        asked = [_ask(question, peers, rounds or _ROUNDS) for question in questions(size)]
        once = {kind: _ask_once(asked, peers) for kind, asked in more_questions(size).items()}
        peaks = {_label(name): peer.peak() for name, peer in peers.items()}
    return {"articles": articles(size), "questions": asked, "once": once, "peak_bytes": peaks}


def _ask(question: Question, peers: dict[str, Resident], rounds: int) -> Raw:
    """Every peer's every way, in turns."""
    totals: dict[str, int | None] = {}
    actions: dict[str, Callable[[], float]] = {}
    for way in (MATCHES, UNCOUNTED, EXCERPTS):
        for name, peer in peers.items():
            if way not in peer.ways() or peer.ask(question, way)["seconds"] is None:
                continue
            if name == EARLIER and way != MATCHES:
                continue
            label = _label(name) if way == MATCHES else f"{_label(name)}, {way}"
            actions[label] = _asking(peer, question, way, label, totals)
    seconds = take_turns(actions, rounds, budget=_BUDGET)
    return {
        "kind": question.kind,
        "words": question.words,
        "days": question.days,
        "seconds": seconds,
        "totals": {label: total for label, total in totals.items() if total is not None},
    }


def _ask_once(asked: list[Question], peers: dict[str, Resident]) -> dict[str, list[float]]:
    """The time of each question, which no peer has heard before, by peer: what was kept of other questions may help."""
    seconds: dict[str, list[float]] = {}
    for question in asked:
        for name, peer in peers.items():
            took = peer.ask(question, MATCHES, once=True)["seconds"]
            if took is not None:
                seconds.setdefault(_label(name), []).append(float(took))
    return seconds


def _asking(
    peer: Resident, question: Question, way: str, label: str, totals: dict[str, int | None]
) -> Callable[[], float]:
    def ask() -> float:
        answer = peer.ask(question, way)
        totals[label] = answer["total"]
        return float(answer["seconds"])

    return ask


def _label(name: str) -> str:
    return name if name == EARLIER else LABELS[name]


OURS = LABELS["newsgrep"]
TANTIVY = LABELS["tantivy"]
_COMPARED = (
    (OURS, TANTIVY),
    (OURS, f"{TANTIVY}, {UNCOUNTED}"),
    (OURS, LABELS["fts5"]),
    (OURS, LABELS["whoosh"]),
    (f"{OURS}, {EXCERPTS}", f"{TANTIVY}, {EXCERPTS}"),
    (f"{OURS}, {EXCERPTS}", f"{LABELS['fts5']}, {EXCERPTS}"),
)


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    pairs = [pair for pair in _COMPARED if any(pair[1] in asked["seconds"] for asked in raw["questions"])]
    rows: list[Row] = []
    for kind in Kind:
        ours = [min(asked["seconds"][OURS]) for asked in _of(kind, raw)]
        rows.append((kind, milliseconds(geometric_mean(ours)), *(_shown(kind, raw, pair) for pair in pairs)))
    means = [list(by_kind(raw, pair)) for pair in pairs]
    rows.append(("geometric mean", "", *(number(geometric_mean(ratios)) for ratios in means)))
    title = f"Warm questions, {raw['articles']:,} articles: newsgrep's time by the peer's"
    columns = ("", "newsgrep", *(_column(pair) for pair in pairs))
    return [
        Table(title, columns, rows),
        Table(f"Warm questions, {raw['articles']:,} articles: targets", FIGURE, _figures(raw)),
        *([_asked_once(raw)] if "once" in raw else []),
        _totals(raw),
    ]


def _asked_once(raw: Raw) -> Table:
    """Questions that are asked for the first time: medians, and the mean of the ratios of each kind's."""
    once: Mapping[str, Samples] = raw["once"]
    others = [
        label for label in (EARLIER, TANTIVY, LABELS["fts5"]) if any(label in of for of in once.values())
    ]
    rows: list[Row] = [
        (
            kind,
            str(len(of[OURS])),
            milliseconds(median(of[OURS])),
            *(number(median_ratio(of, OURS, label)) if label in of else "-" for label in others),
        )
        for kind, of in once.items()
    ]
    means = (
        number(geometric_mean(median_ratio(of, OURS, label) for of in once.values() if label in of))
        for label in others
    )
    rows.append(("geometric mean", "", "", *means))
    title = f"Questions asked for the first time, {raw['articles']:,} articles: newsgrep's time by the peer's, medians"
    return Table(title, ("", "questions", "newsgrep", *others), rows)


def _figures(raw: Raw) -> list[Row]:
    best = list(by_kind(raw, (OURS, TANTIVY)))
    middle = list(by_kind(raw, (OURS, TANTIVY), of=median_ratio))
    return [
        figure(
            "geometric mean of the kinds, by tantivy's time",
            geometric_mean(best),
            geometric_mean(middle),
            most=1,
        ),
        figure("the kind that is slowest, by tantivy's time", max(best), max(middle), most=4),
    ]


def _totals(raw: Raw) -> Table:
    """What each peer counts, side by side: tokenizers and stemmers differ, and so do totals, a little."""
    labels = [
        label for label in LABELS.values() if any(label in asked["totals"] for asked in raw["questions"])
    ]
    rows = []
    for asked in raw["questions"]:
        said = " ".join(asked["words"])
        if any(asked["days"]):
            said = f"{said} {asked['days'][0]}..{asked['days'][1]}".strip()
        totals = (f"{asked['totals'][label]:,}" if label in asked["totals"] else "-" for label in labels)
        rows.append((f"{asked['kind']}: {said}", *totals))
    return Table(f"Warm questions, {raw['articles']:,} articles: totals", ("", *labels), rows)


def _of(kind: Kind, raw: Raw) -> list[Raw]:
    return [asked for asked in raw["questions"] if asked["kind"] == kind]


def _ratio(
    kind: Kind, raw: Raw, pair: tuple[str, str], of: Callable[..., float] = best_ratio
) -> float | None:
    """The geometric mean over a kind's questions; None where one of the two cannot ask it."""
    both = [asked["seconds"] for asked in _of(kind, raw) if set(pair) <= set(asked["seconds"])]
    return geometric_mean(of(seconds, *pair) for seconds in both) if both else None


def mean_by_tantivy(raw: Raw, ending: str = "") -> float | None:
    """The geometric mean of the kinds; None for code that was not asked."""
    ratios = list(by_kind(raw, (OURS + ending, TANTIVY)))
    return geometric_mean(ratios) if ratios else None


def by_kind(raw: Raw, pair: tuple[str, str], of: Callable[..., float] = best_ratio) -> Iterator[float]:
    """The ratio of each kind that both were asked."""
    for kind in Kind:
        ratio = _ratio(kind, raw, pair, of)
        if ratio is not None:
            yield ratio


def _shown(kind: Kind, raw: Raw, pair: tuple[str, str]) -> str:
    ratio = _ratio(kind, raw, pair)
    return "-" if ratio is None else number(ratio)


def _column(pair: tuple[str, str]) -> str:
    return f"both with excerpts: {pair[1].partition(',')[0]}" if EXCERPTS in pair[0] else pair[1]
