"""Archives for tests, made in memory."""

import io
import tarfile
import zipfile
from collections.abc import Mapping


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of members by their places."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in members.items():
            archive.writestr(
                zipfile.ZipInfo(place), content, zipfile.ZIP_DEFLATED
            )  # of no day: the same bytes ever
    return data.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """A tar archive, likewise."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for place, content in members.items():
            member = tarfile.TarInfo(place)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return data.getvalue()
