"""Who has made a record, by the names of its fields: who publishes articles, who saves them, or who crawls them."""

from collections.abc import Iterable

_PUBLISHERS = frozenset(
    {
        *(
            "ispublished",
            "publishstatus",
            "status",
            "poststatus",
            "slug",
            "layout",
            "draft",
            "headline",
            "edition",
        ),
        *("desk", "newsdesk", "kicker", "newspaper", "section", "sectionname", "articlesection"),
        *(
            "retweetcount",
            "favoritecount",
            "likecount",
            "likescount",
            "replycount",
            "repliescount",
            "reblogscount",
        ),
        *(
            "screenname",
            "subreddit",
            "numcomments",
            "commentscount",
            "tweetid",
            "postid",
            "storyid",
            "articleid",
        ),
    }
)
"""Names that those have who publish: newspapers, their systems, social networks. `created` is then the day of publication."""
_SAVERS = frozenset(
    {
        *("savedat", "saveddate", "dateadded", "timeadded", "addedat", "isarchived", "archived", "isstarred"),
        *("readingprogress", "highlights", "annotations", "bookmark", "bookmarkid", "bookmarkedat", "toread"),
        *(
            "collection",
            "collectionid",
            "folder",
            "note",
            "notes",
            "importdate",
            "version",
            "crawledat",
            "scrapedat",
        ),
        *(
            "fetchedat",
            "retrievedat",
            "ingestedat",
            "indexedat",
            "latitude",
            "isread",
            "hasarchive",
            "favourite",
        ),
    }
)
"""Names that those have who save what others publish, or crawl it: `created` is when they did."""
_CRAWLERS = frozenset({"seendate", "urlmobile", "mobileurl"})
"""Names that only GDELT has: what it calls a date is when its crawler came by."""


def is_a_publishers(names: Iterable[str]) -> bool:
    """Say whether the maker publishes, by the plain names of the fields."""
    return not _PUBLISHERS.isdisjoint(names)


def is_a_savers(names: Iterable[str]) -> bool:
    """Say whether the maker saves what others publish: a list of bookmarks, a note book, a log."""
    return not _SAVERS.isdisjoint(names)


def is_a_crawlers(names: Iterable[str]) -> bool:
    """Say whether a crawler has made it, whose every date is one of its own."""
    return not _CRAWLERS.isdisjoint(names)
