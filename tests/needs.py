"""What tests need of the machine."""

from __future__ import annotations

import os

import pytest

CI = bool(os.environ.get("CI"))
"""Whether everything that a test may need must be there."""


def missing(what: str) -> None:
    """A test can't run for want of something: it is skipped, but in CI it fails."""
    (pytest.fail if CI else pytest.skip)(f"{what} is not installed")
