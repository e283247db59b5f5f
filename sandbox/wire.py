"""From the bytes of a Bot API request to its arguments: JSON, form-urlencoded and multipart bodies, and the query."""

import io
from urllib.parse import parse_qsl

import msgspec
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, parse_form

from sandbox import refusals
from sandbox.arguments import Arguments, Upload

_decode = msgspec.json.Decoder().decode


def arguments(content_type: bytes, query: bytes, body: bytes) -> Arguments:
    """Read everything that was said with one call; BadRequest for a body that is not what its content type says."""
    call = Arguments()
    if query:
        _pairs(query, call)
    if body:
        kind = content_type.partition(b";")[0].strip().lower()
        if kind == b"application/x-www-form-urlencoded":
            _pairs(body, call)
        elif kind == b"application/json":
            _json(body, call)
        elif kind == b"multipart/form-data":
            _multipart(content_type, body, call)
    return call


def _pairs(text: bytes, call: Arguments) -> None:
    call.values.update(parse_qsl(text.decode("utf-8", "replace"), keep_blank_values=True))


def _json(body: bytes, call: Arguments) -> None:
    try:
        said = _decode(body)
    except msgspec.DecodeError:
        raise refusals.BadRequest("can't parse JSON object") from None
    if not isinstance(said, dict):
        raise refusals.BadRequest("object expected as the request body")
    call.values.update(said)


def _multipart(content_type: bytes, body: bytes, call: Arguments) -> None:
    def on_field(field: Field) -> None:
        call.values[(field.field_name or b"").decode()] = (field.value or b"").decode("utf-8", "replace")

    def on_file(file: File) -> None:
        held = file.file_object
        held.seek(0)
        mime = file.content_type or "application/octet-stream"
        name = (file.file_name or b"file").decode("utf-8", "replace")
        call.uploads[(file.field_name or b"").decode()] = Upload(name, mime, held.read())
        held.close()

    headers = {"Content-Type": content_type, "Content-Length": str(len(body)).encode()}
    try:
        parse_form(headers, io.BytesIO(body), on_field, on_file)
    except FormParserError:
        raise refusals.BadRequest("can't parse the multipart body") from None
