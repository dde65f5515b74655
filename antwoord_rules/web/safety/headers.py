"""The headers of each answer, and the cookies that the gate sets."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders

from antwoord_rules.web.settings import Settings

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_SENSORS: Final = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")

HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _SENSORS),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ONLY_TLS: Final = "max-age=31536000"


def complete(headers: MutableHeaders, settings: Settings) -> None:
    """Add what an answer does not say itself."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if settings.secure:
        headers["Strict-Transport-Security"] = _ONLY_TLS
