"""Says how requests leave this machine: through which proxy, and whose certificates are trusted on the way."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

import httpx

from bot.base.settings import Settings, on_loopback


@dataclass(frozen=True, slots=True)
class Egress:
    """Says which outgoing proxy to use, and which file of certificates to trust besides the usual ones.

    An empty proxy means what HTTPS_PROXY, HTTP_PROXY and ALL_PROXY say; NO_PROXY counts for both.
    """

    proxy: str = ""
    ca_bundle: Path | None = None

    def proxy_for(self, url: str) -> str | None:
        """Give the proxy's address for a request to `url`; None: straight there. This machine itself is never behind
        one."""
        parts = urlsplit(url)
        if on_loopback(url) or proxy_bypass(parts.netloc.rpartition("@")[2]):
            return None
        environment = getproxies_environment()
        address = self.proxy or environment.get(parts.scheme) or environment.get("all")
        return None if not address else address if "://" in address else f"http://{address}"

    def trust(self) -> ssl.SSLContext:
        """Make what TLS connections are checked with; reading the machine's certificates takes some 20 ms."""
        context = httpx.create_ssl_context()
        if self.ca_bundle is not None:
            context.load_verify_locations(cafile=self.ca_bundle)
        return context


def of(settings: Settings) -> Egress:
    """Give the way out that an operator chose."""
    return Egress(settings.proxy, settings.ca_bundle)
