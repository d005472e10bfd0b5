"""How good the ranking is: nDCG@10 on five collections with judged topics, beside what others reach with the same words."""

from collections.abc import Mapping

from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table

PART = "relevance"
OURS = "newsgrep"


def tables(raw: Raw) -> list[Table]:
    scores: Mapping[str, Mapping[str, float]] = raw["ndcg"]
    collections = list(scores[OURS])
    rows: list[Row] = [
        (system, *(f"{of[name]:.3f}" for name in collections), f"{_mean(of):.4f}")
        for system, of in scores.items()
    ]
    means = {system: _mean(of) for system, of in scores.items()}
    peers = max((mean, system) for system, mean in means.items() if system != OURS)
    target: Row = (
        "above every peer",
        f"{means[OURS]:.4f}",
        "-",
        f"> {peers[0]:.4f}, {peers[1]}",
        _met(means[OURS] > peers[0]),
    )
    least: Row = ("mean", f"{means[OURS]:.4f}", "-", "≥ 0.545", _met(means[OURS] >= 0.545))
    return [
        Table("nDCG@10, any of a topic's words", ("", *collections, "mean"), rows),
        Table("Relevance: targets", FIGURE, [least, target]),
    ]


def _met(is_met: bool) -> str:  # noqa: FBT001  the only thing it is about
    return "met" if is_met else "missed"


def _mean(of: Mapping[str, float]) -> float:
    return sum(of.values()) / len(of)
