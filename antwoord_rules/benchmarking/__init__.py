"""Benchmarks: many municipalities side by side, as data. Nothing unknown is counted as "not met" or as 0."""

from antwoord_rules.benchmarking.benchmark import Benchmark, FocusError, Order, Skipped, benchmark
from antwoord_rules.benchmarking.groups import Comparison, ComparisonError, Near, Range, RangeError, comparison, read_comparison

__all__ = [
    "Benchmark",
    "Comparison",
    "ComparisonError",
    "FocusError",
    "Near",
    "Order",
    "Range",
    "RangeError",
    "Skipped",
    "benchmark",
    "comparison",
    "read_comparison",
]
