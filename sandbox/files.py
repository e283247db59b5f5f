"""Pictures and documents that passed through the chats, by file id."""

import struct

import msgspec

from sandbox import refusals

MOST_DOWNLOAD = 20 * 1024 * 1024


class StoredFile(msgspec.Struct, frozen=True):
    """One stored file; `path` is what getFile says, below /file/bot<TOKEN>/."""

    number: int
    kind: str
    name: str
    mime: str
    content: bytes

    @property
    def id(self) -> str:
        return f"SBX{self.kind}{self.number:012d}"

    @property
    def path(self) -> str:
        suffix = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.kind}s/file_{self.number}.{suffix if suffix.isalnum() else 'bin'}"

    def described(self) -> dict[str, object]:
        """Describe the file by the parts that every Bot API file object has."""
        return {"file_id": self.id, "file_unique_id": f"U{self.number:09d}", "file_size": len(self.content)}


class FileStore:
    """All files, found by id or by path."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self.next_number = 1

    def put(self, kind: str, name: str, mime: str, content: bytes) -> StoredFile:
        """Store a new file; `kind` is photo, document, voice or sticker."""
        file = StoredFile(self.next_number, kind, name, mime, content)
        self.add(file)
        return file

    def add(self, file: StoredFile) -> None:
        self.by_id[file.id] = file
        self.by_path[file.path] = file
        self.next_number = max(self.next_number, file.number + 1)

    def get(self, file_id: str) -> StoredFile:
        """BadRequest in Telegram's words when there is no such file."""
        if file_id not in self.by_id:
            raise refusals.BadRequest("wrong file_id or the file is temporarily unavailable")
        return self.by_id[file_id]


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG or GIF; None when it is not one of these."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + int(struct.unpack(">H", content[position + 2 : position + 4])[0])
    return None
