"""EPUBs for tests, made in memory."""

from collections.abc import Mapping

from archives import zipped

CONTAINER = b'<container><rootfiles><rootfile full-path="a/book.opf"/></rootfiles></container>'


def epub(
    pages: Mapping[str, str], metadata: str = "", spine: str = "", parts: Mapping[str, bytes] | None = None
) -> bytes:
    """A book of pages by their places beside the OPF; all in the spine but for what `spine` adds to an item of it."""
    items = "".join(f'<item id="{p}" href="{p}" media-type="application/xhtml+xml"/>' for p in pages)
    order = "".join(f'<itemref idref="{place}" {spine}/>' for place in pages)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata><manifest>{items}'
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        f"<spine>{order}</spine></package>"
    )
    return zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "a/book.opf": opf.encode(),
            **{f"a/{place}": page.encode() for place, page in pages.items()},
            **(parts or {}),
        }
    )


def page(body: str, title: str = "", attributes: str = "") -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body {attributes}>{body}</body></html>'
