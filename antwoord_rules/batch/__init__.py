"""Many rows from files to files: read in blocks, checked, assessed in columns, written in parts that can be taken up again."""
