"""Checking a rule base: lint, cases, coverage, mutants, and what a change does to municipalities."""
