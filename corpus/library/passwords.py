"""Passwords 密码: kept as what only the same password gives again."""

from __future__ import annotations

import hashlib
import hmac
import secrets

SHORTEST, LONGEST = 8, 128
"""Characters of a password."""
_N, _R, _P = 2**14, 8, 1
# 16 MB and some 50 ms for each guess: nothing for a person, much for a million guesses
_MEMORY = 64 * 2**20


def sealed(password: str) -> str:
    """`password` as it is kept: scheme, costs, salt and hash, parted by `$`."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_hash(password, salt, _N, _R, _P).hex()}"


def opens(password: str, kept: str | None) -> bool:
    """Whether `password` is the one that `kept` was made of.

    It takes equally long where there is none, so that the time tells nobody who has an account.
    """
    scheme, *rest = (kept or _NOBODY).split("$")
    if scheme != "scrypt" or len(rest) != len(("n", "r", "p", "salt", "hash")):
        return False
    n, r, p = map(int, rest[:3])
    given = _hash(password, bytes.fromhex(rest[3]), n, r, p)
    return hmac.compare_digest(given, bytes.fromhex(rest[4])) and kept is not None


def _hash(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


_NOBODY = f"scrypt${_N}${_R}${_P}${'00' * 16}${'00' * 32}"
