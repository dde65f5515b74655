"""Passwords: which are good enough, and whether one is right. Hashing is argon2's."""

from __future__ import annotations

import unicodedata
from functools import cached_property
from secrets import token_urlsafe
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from antwoord_rules.errors import StoreError, problem

LEAST: Final = 12
MOST: Final = 1000
"""Characters of a password."""

_AT_ONCE: Final = BoundedSemaphore(2)  # each takes 64 MiB for a moment


class Passwords:
    """What hashes them; `hasher` says at what cost."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hashed(self, password: str, name: str) -> str:
        """The hash of a password that somebody of this name chose; raises PEOPLE-PASSWORD for one that is easy to guess."""
        if not LEAST <= len(password) <= MOST or password.casefold() == name.casefold():
            raise StoreError([problem("PEOPLE-PASSWORD", least=LEAST, most=MOST)])
        with _AT_ONCE:
            return self._hasher.hash(_bytes(password))

    def right(self, password: str, hashed: str | None) -> bool:
        """Whether a password is the one of a hash; takes as long when there is no hash."""
        try:
            with _AT_ONCE:
                return self._hasher.verify(hashed or self._nobodys, _bytes(password[: MOST + 1])) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, hashed: str) -> bool:
        """Whether it was made at another cost than is asked now."""
        return self._hasher.check_needs_rehash(hashed)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(token_urlsafe(32))


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")  # keyboards differ in how they give an accent
