"""The address of an index in a cluster: opensearch://HOST:PORT[,HOST:PORT...]/NAME."""

from typing import Self

from newsgrep.errors import UsageError
from newsgrep.immutable import NamedTuple

SCHEME, SCHEME_OF_TLS = "opensearch", "opensearchs"
_DEFAULT_PORT = 9200
_NAME = "[a-z0-9][a-z0-9-]*"
_HOST = r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
_MOST_CHARACTERS = 200


class ClusterAddress(NamedTuple):
    """Where an index is: the nodes' URLs, and the index's name. `tls` says whether they are asked by TLS."""

    nodes: tuple[str, ...]
    name: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Understand an address. Raises UsageError, whose message does not repeat what may be a password."""
        import re  # noqa: PLC0415  not for an index in a folder

        scheme, _, rest = text.partition("://")
        hosts, _, name = rest.partition("/")
        if "@" in rest:  # a password may hold a slash
            raise UsageError(
                "an index's address holds no user and no password; set NEWSGREP_OPENSEARCH_USER and"
                " NEWSGREP_OPENSEARCH_PASSWORD, or NEWSGREP_OPENSEARCH_TOKEN"
            )
        if scheme not in {SCHEME, SCHEME_OF_TLS}:
            raise UsageError(
                f"an index's address begins with {SCHEME}://, or with {SCHEME_OF_TLS}:// for TLS, as in"
                " opensearch://localhost:9200/news"
            )
        name = name.removesuffix("/")
        if len(name) > _MOST_CHARACTERS or not re.fullmatch(_NAME, name):
            raise UsageError(
                f'"{name}" is no name of an index in a cluster: small letters, digits and dashes, as in'
                " opensearch://localhost:9200/news"
            )
        protocol = "https" if scheme == SCHEME_OF_TLS else "http"
        return cls(tuple(_node(protocol, host) for host in hosts.split(",")), name)

    def __str__(self) -> str:
        scheme = SCHEME_OF_TLS if self.nodes[0].startswith("https:") else SCHEME
        return f"{scheme}://{','.join(node.partition('://')[2] for node in self.nodes)}/{self.name}"


def is_cluster_address(text: str) -> bool:
    """Say whether the name of an index is meant as an address in a cluster, and not as a folder's; so is one of https://."""
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.isalpha()


def _node(protocol: str, host: str) -> str:
    import re  # noqa: PLC0415  as above

    found = re.fullmatch(_HOST, host)
    if not found or int(found["port"] or 1) not in range(1, 1 << 16):
        raise UsageError(f'"{host}" is no host and port, as in opensearch://localhost:9200/news')
    return f"{protocol}://{found['host']}:{found['port'] or _DEFAULT_PORT}"
