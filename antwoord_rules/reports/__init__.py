"""Assessments as documents: one content, several forms."""
