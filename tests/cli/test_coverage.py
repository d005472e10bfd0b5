"""`newsgrep coverage`, as a shell or a person sees it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Run: TypeAlias = Callable[..., Any]


def test_coverage_for_a_person_and_for_jq(newsgrep: Run, folder: Path) -> None:
    (folder / "seeds" / "more.jsonl").write_text(
        '{"text": "x", "date": "2024-11", "source": "AP", "lang": "en"}\n{"text": "y", "date": "03/04/2025"}\n'
    )
    newsgrep("index", cwd=folder)
    shown = newsgrep("coverage", cwd=folder).out
    assert shown.startswith("articles     37, 2024-11 to 2025-06\n")
    for line in (
        r"undated +2 +newsgrep search 'date:undated'",
        r"doubtful +1 +newsgrep search 'flag:doubtful-date'",
        r"imprecise +1 +newsgrep search 'precision:month OR precision:year'",
        r"conflicting +0",
        r"dated by +text 33, record 1, file-name 1|dated by +text 33, file-name 1, record 1",
        r"formats +text 35, json 2",
        r"languages +not stated 36, en 1",
        r"sources +not stated: 36, 2025-01 to 2025-06",
        r" +AP: 1, 2024-11 to 2024-11",
        r"2025-05 +9 +9 +0 +█+",
        r"no article +2024-12",
    ):
        assert re.search(rf"^(?:{line})$", shown, re.MULTILINE), line
    for query, found in (("flag:doubtful-date", 1), ("precision:month OR precision:year", 1)):
        assert newsgrep("search", "-c", query, cwd=folder).out == f"{found}\n"
    told = json.loads(newsgrep("coverage", "--json", "--by", "year", cwd=folder).out)
    assert [(period["period"], period["articles"]) for period in told["periods"]] == [
        ("2024", 1),
        ("2025", 34),
    ]
    assert told["languages"] == [{"value": None, "articles": 36}, {"value": "en", "articles": 1}]
    assert told["gaps"] == []
