"""SQLite FTS5: how many articles match a query, of how many, in each month; as a script of a few lines does it.

    python -m benchmarks.desk.months FOLDER QUERY

The folder has the index of the peer `fts5`, with its table of dates; the query is in FTS5's language.
"""

import sys
from pathlib import Path

from benchmarks.peers.fts5 import connect

_OF = "select day / 100, count(*) from dates group by 1"
_MATCHES = (
    "select day / 100, count(*) from articles join dates on dates.rowid = articles.rowid"
    " where articles match ? group by 1"
)


def main() -> None:
    folder, query = sys.argv[1:]
    database = connect(Path(folder))
    matches = dict(database.execute(_MATCHES, (query,)))
    for month, articles in database.execute(_OF):
        found = matches.get(month, 0)
        print(month, found, articles, found / articles, sep="\t")


if __name__ == "__main__":
    main()
