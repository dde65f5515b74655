"""The report of `antwoord benchmark`: many municipalities side by side."""
