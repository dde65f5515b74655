"""What blocks look like: in a terminal, as Markdown, HTML, PDF and Word, with pictures. What they say is for `reports`."""
