"""ZIP files from strangers: how much they may hold, and how little of it is believed.

Nothing is ever written to disk. The sizes an archive declares bound what its members can give,
since reading stops there; so they are added up before anything is unpacked.
"""

import io
import lzma
import stat
import zipfile
import zlib
from struct import error as struct_error

from questions.importing.reading import LARGEST, Deadline, Unreadable

MOST_ENTRIES = 500
MOST_IN_PACKAGE = 20_000  # of an Office file or a deck: pictures, which are never unpacked
MOST_UNPACKED = 3 * LARGEST  # bytes, of all that is read from one archive
HIGHEST_RATIO = 200  # a member that packs better than this is a bomb; XML packs 10 to 40 times
_SMALL = 1024 * 1024  # bytes; below it the ratio harms nobody


class Overfull(Unreadable):
    """What an archive holds is too much together, so leaving out one member is no way on."""


class Archive:
    """A ZIP whose names were counted. `names` are its files, in its order.

    Each member is looked at before it is read: one that is refused says nothing of the others.
    """

    def __init__(self, data: bytes, name: str, deadline: Deadline, *, most: int) -> None:
        self.name, self._deadline = name, deadline
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except (
            zipfile.BadZipFile,
            ValueError,
            NotImplementedError,
            OSError,
            struct_error,
        ) as error:
            raise Unreadable(
                f"{name}: this ZIP archive is damaged ({error}). Save or pack the file again."
            ) from None
        if len(infos) > most:
            raise Unreadable(
                f"{name}: holds {len(infos):,} files; {most:,} are the limit. Split the archive."
            )
        self._infos = {info.filename: info for info in infos}
        self._unpacked: dict[str, int] = {}

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    def __contains__(self, member: str) -> bool:
        return member in self._infos

    def is_link(self, member: str) -> bool:
        return stat.S_ISLNK(self._infos[member].external_attr >> 16)

    def look(self, member: str) -> None:
        """Unreadable when a member is a bomb, protected by a password or points elsewhere, and
        Overfull when it is too much beside those before it; nothing is unpacked."""
        self._refuse_path(member)
        info = self._infos[member]
        where = f"{self.name}: {member}"
        self._deadline.check(1)
        if info.flag_bits & 1:
            raise Unreadable(f"{where}: is protected by a password. Pack it again without one.")
        if info.file_size > LARGEST:
            raise Unreadable(
                f"{where}: unpacks to {info.file_size / 2**20:,.0f} MB, and "
                f"{LARGEST // 2**20} MB are the limit."
            )
        if info.file_size > max(_SMALL, HIGHEST_RATIO * info.compress_size):
            raise Unreadable(
                f"{where}: unpacks to more than {HIGHEST_RATIO} times its size, like a ZIP bomb. "
                "Unpack it yourself and import what is inside."
            )
        self._unpacked[member] = info.file_size
        if sum(self._unpacked.values()) > MOST_UNPACKED:
            raise Overfull(
                f"{self.name}: unpacks to more than {MOST_UNPACKED // 2**20} MB. Split the archive."
            )

    def read(self, member: str) -> bytes:
        """The bytes of one member. Unreadable as for `look`, and for damage."""
        self.look(member)
        info, where = self._infos[member], f"{self.name}: {member}"
        try:
            with self._zip.open(info) as file:
                return file.read(LARGEST + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            OSError,
            lzma.LZMAError,
            struct_error,
        ) as error:
            raise Unreadable(
                f"{where}: is damaged ({error}). Save or pack the file again."
            ) from None

    def _refuse_path(self, path: str) -> None:
        parts = path.replace("\\", "/").split("/")
        if path.startswith(("/", "\\")) or ".." in parts or (len(path) > 1 and path[1] == ":"):
            raise Unreadable(
                f"{self.name}: holds a file named “{path[:120]}”, which points outside of the "
                "archive. Pack the files again."
            )


def refuse_entities(archive: Archive, members: list[str]) -> None:
    """XML that declares entities is never from an office program; a document type not either."""
    for member in members:
        data = archive.read(member)
        flat = data.replace(b"\0", b"")  # UTF-16, either way round
        if b"<!DOCTYPE" in flat or b"<!ENTITY" in flat:
            raise Unreadable(
                f"{archive.name}: {member}: declares XML entities, which no office program does. "
                "Open the file in one and save it again."
            )
