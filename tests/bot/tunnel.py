"""A proxy as a municipality has one: it takes CONNECT, and shows certificates of an authority of its own."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY = "Authority of the tests"


@dataclass(slots=True)
class Tunnel:
    """A proxy that answers in place of every server behind it; it keeps what it was asked."""

    address: str
    ca_bundle: Path
    connected: list[str] = field(default_factory=list)  # HOST:PORT of each CONNECT
    asked: list[str] = field(default_factory=list)  # paths inside the tunnel
    status: int = 200  # of the answer to CONNECT
    content: bytes = b'{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "Bot", "username": "proef_bot"}}'


@contextmanager
def standing(folder: Path, host: str) -> Iterator[Tunnel]:
    """A proxy on loopback, with a certificate for `host`."""
    ca_bundle, chain = _certificates(folder, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_TunnelHandler,), {"context": context}))
    server.daemon_threads = True
    tunnel = Tunnel(f"http://127.0.0.1:{server.server_port}", ca_bundle)
    _TunnelHandler.tunnel = tunnel
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield tunnel
    finally:
        server.shutdown()
        server.server_close()


class _TunnelHandler(BaseHTTPRequestHandler):
    tunnel: Tunnel
    context: ssl.SSLContext
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        self.tunnel.connected.append(self.path)
        if self.tunnel.status != 200:
            self.send_error(self.tunnel.status)
            return
        self.send_response(200)
        self.end_headers()
        try:
            self.connection = self.context.wrap_socket(self.connection, server_side=True)
        except ssl.SSLError:  # whoever asks does not trust this authority
            self.close_connection = True
            return
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.tunnel.asked.append(self.path)
        self.send_response(200)
        self.send_header("content-length", str(len(self.tunnel.content)))
        self.end_headers()
        self.wfile.write(self.tunnel.content)

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # the server knows only the socket below the TLS

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _certificates(folder: Path, host: str) -> tuple[Path, Path]:
    """(the authority's certificate, the host's with its key), as files."""
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    of_authority = _certificate(AUTHORITY, authority, authority, x509.BasicConstraints(ca=True, path_length=None))
    of_host = _certificate(host, key, authority, x509.SubjectAlternativeName([x509.DNSName(host)]))
    pem = serialization.Encoding.PEM
    ca_bundle, chain = folder / "authority.pem", folder / "host.pem"
    ca_bundle.write_bytes(of_authority.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain.write_bytes(of_host.public_bytes(pem) + private)
    return ca_bundle, chain


def _certificate(name: str, key: Any, signer: Any, extension: Any) -> x509.Certificate:
    now = datetime.now(UTC)  # noqa: TID251 - the library that checks it reads the machine's clock
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, AUTHORITY)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=True)
        .sign(signer, hashes.SHA256())
    )
