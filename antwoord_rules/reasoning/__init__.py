"""What still is possible, what to ask next, the cheapest way up, and proofs: questions over all facts at once, for a solver."""
