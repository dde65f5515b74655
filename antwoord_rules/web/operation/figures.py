"""Figures for Prometheus. With several workers they are kept in files that the workers share (`PROMETHEUS_MULTIPROC_DIR`)."""

from __future__ import annotations

import os
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder of those files; read when this module is imported."""

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS: Final = Counter("antwoord_requests_total", "Requests that were answered.", ["method", "route", "status"])
SECONDS: Final = Histogram(
    "antwoord_request_seconds",
    "How long an answer took.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
IN_PROGRESS: Final = Gauge("antwoord_requests_in_progress", "Requests that are worked on.", multiprocess_mode="livesum")
ASSESSMENTS: Final = Counter("antwoord_assessments_total", "Assessments that were made.")
BUILD: Final = Gauge(
    "antwoord_build_info", "Which program and rules run: always 1.", ["version", "rules"], multiprocess_mode="livemax"
)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request."""
    method = method if method in _METHODS else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)


def text() -> bytes:
    """All figures, of all workers."""
    if FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def ended() -> None:
    """The process ends: what it works on counts no more."""
    if FOLDER in os.environ:
        mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]
