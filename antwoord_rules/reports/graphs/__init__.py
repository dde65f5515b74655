"""What depends on what in the rules, as a graph and as its picture."""
