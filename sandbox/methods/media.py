"""sendPhoto and sendDocument: a new upload, or a file id of one that is already here."""

from sandbox import files, refusals
from sandbox.arguments import Arguments
from sandbox.chats import Message
from sandbox.exchange import Exchange
from sandbox.methods import messages

MOST_PHOTO = 10 * 1024 * 1024
MOST_DOCUMENT = 50 * 1024 * 1024
MOST_PHOTO_SIDES = 10_000


def send_photo(exchange: Exchange, arguments: Arguments) -> Message:
    chat = exchange.writable(arguments.text("chat_id"))
    content = messages.caption_content(arguments)
    return messages.send(exchange, arguments, chat, {"photo": [_photo(exchange, arguments)], **content})


def send_document(exchange: Exchange, arguments: Arguments) -> Message:
    chat = exchange.writable(arguments.text("chat_id"))
    content = messages.caption_content(arguments)
    file = _file(exchange, arguments, "document", MOST_DOCUMENT)
    return messages.send(exchange, arguments, chat, {"document": document(file), **content})


def document(file: files.StoredFile) -> Message:
    """Make a Bot API Document."""
    return {**file.described(), "file_name": file.name, "mime_type": file.mime}


def photo(file: files.StoredFile) -> Message:
    """Make a Bot API PhotoSize; BadRequest when it is no picture, or a far too large one."""
    size = files.picture_size(file.content)
    if size is None:
        raise refusals.BadRequest("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > MOST_PHOTO_SIDES or min(size) == 0 or max(size) > 20 * min(size):
        raise refusals.BadRequest("PHOTO_INVALID_DIMENSIONS")
    return {**file.described(), "width": width, "height": height}


def _photo(exchange: Exchange, arguments: Arguments) -> Message:
    return photo(_file(exchange, arguments, "photo", MOST_PHOTO))


def _file(exchange: Exchange, arguments: Arguments, kind: str, most: int) -> files.StoredFile:
    named = arguments.text(kind)
    upload = arguments.uploads.get(named.removeprefix("attach://") if named.startswith("attach://") else kind)
    if upload is None:
        return _known(exchange, kind, named)
    if not upload.content:
        raise refusals.BadRequest("file must be non-empty")
    if len(upload.content) > most:
        raise refusals.BadRequest(f"file is too big for a {kind}")
    if kind == "photo":
        photo(files.StoredFile(0, kind, upload.name, upload.mime, upload.content))
    return exchange.store_file(kind, upload.name, upload.mime, upload.content)


def _known(exchange: Exchange, kind: str, named: str) -> files.StoredFile:
    if not named or named.startswith("attach://"):
        raise refusals.BadRequest(f"there is no {kind} in the request")
    if "://" in named:
        raise refusals.BadRequest("wrong type of the web page content")
    if named not in exchange.files.by_id:
        raise refusals.BadRequest("wrong remote file identifier specified: Wrong string length")
    file = exchange.files.get(named)
    if file.kind != kind:
        raise refusals.BadRequest(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file
