"""Pictures and documents: sent, sent again by id, fetched, and refused."""

import io
import struct

import pytest
import telegram as library

from sandbox import files
from sandbox.people import PIXEL
from tests.sandbox.conftest import SandboxStage


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(9)


async def test_a_picture_goes_out_and_can_be_fetched(stage: SandboxStage) -> None:
    """sendPhoto, getFile and the download give the same bytes; size and caption are kept."""
    sent = await stage.bot.send_photo(stage.anna.id, io.BytesIO(PIXEL), caption="<b>Ritme</b>", parse_mode="HTML")
    assert (sent.caption, sent.photo[-1].width, sent.photo[-1].file_size) == ("Ritme", 1, len(PIXEL))
    file = await stage.bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == PIXEL


async def test_a_document_keeps_its_name_and_can_be_sent_again_by_id(stage: SandboxStage) -> None:
    """A file id stands for the bytes; as another kind it is refused."""
    content = io.BytesIO(b'{"a": 1}')
    sent = await stage.bot.send_document(stage.anna.id, content, filename="mijngegevens.json", caption="Alles")
    assert sent.document is not None
    assert "mijngegevens.json" == sent.document.file_name
    again = await stage.bot.send_document(stage.anna.id, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_id == sent.document.file_id
    refused = await stage.refused("sendPhoto", chat_id=stage.anna.id, photo=sent.document.file_id)
    assert "Bad Request: can't use file of type Document as Photo" == refused


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (_png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (_png(21, 1), "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ],
)
async def test_a_picture_must_be_one(stage: SandboxStage, content: bytes, words: str) -> None:
    """Other bytes, too many pixels and too long a strip are refused, and nothing is stored."""
    path = f"/bot{stage.telegram.token}/sendPhoto"
    upload = {"photo": ("x.png", content, "image/png")}
    answer = await stage.http.post(path, data={"chat_id": stage.anna.id}, files=upload)
    assert answer.json()["description"] == f"Bad Request: {words}"
    assert {} == stage.telegram.files.by_id


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        ("", "there is no photo in the request"),
        ("attach://weg", "there is no photo in the request"),
        ("SBXphoto999", "wrong remote file identifier specified: Wrong string length"),
        ("https://example.org/a.png", "wrong type of the web page content"),
    ],
)
async def test_a_picture_that_is_not_here_is_refused(stage: SandboxStage, photo: str, words: str) -> None:
    """The sandbox fetches nothing from the web."""
    assert await stage.refused("sendPhoto", chat_id=stage.anna.id, photo=photo) == f"Bad Request: {words}"


async def test_a_caption_has_at_most_1024_units(stage: SandboxStage) -> None:
    """One more is refused; none at all is fine."""
    with pytest.raises(library.error.BadRequest, match="caption is too long"):
        await stage.bot.send_photo(stage.anna.id, io.BytesIO(PIXEL), caption="x" * 1025)
    assert (await stage.bot.send_photo(stage.anna.id, io.BytesIO(PIXEL), caption="x" * 1024)).caption == "x" * 1024


async def test_a_download_needs_the_token_and_the_path(stage: SandboxStage) -> None:
    """Anything else is not found."""
    sent = await stage.bot.send_document(stage.anna.id, io.BytesIO(b"x"), filename="x.txt")
    assert sent.document is not None
    path = stage.telegram.files.get(sent.document.file_id).path
    for token, where, status in (
        (stage.telegram.token, path, 200),
        ("1:x", path, 404),
        (stage.telegram.token, "x", 404),
    ):
        assert (await stage.http.get(f"/file/bot{token}/{where}")).status_code == status
    assert ("Bad Request: wrong file_id or the file is temporarily unavailable") == await stage.refused(
        "getFile", file_id="x"
    )
    assert "Bad Request: file_id not specified" == await stage.refused("getFile")


async def test_a_file_over_20_megabytes_cannot_be_fetched_by_a_bot(stage: SandboxStage) -> None:
    """The person sent it, but getFile says it is too big."""
    await stage.anna.sends_document("groot.bin", bytes(files.MOST_DOWNLOAD + 1))
    (update,) = await stage.bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    refused = await stage.refused("getFile", file_id=update.message.document.file_id)
    assert "Bad Request: file is too big" == refused


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (_png(640, 300), (640, 300)),
        (b"GIF89a" + struct.pack("<HH", 3, 4), (3, 4)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x05\x00\x07" + bytes(8), (7, 5)),
        (b"\xff\xd8\x00", None),
        (b"RIFF", None),
    ],
)
def test_the_size_is_read_from_the_picture_itself(content: bytes, size: tuple[int, int] | None) -> None:
    """PNG, GIF and JPEG say their size in their heads."""
    assert files.picture_size(content) == size
