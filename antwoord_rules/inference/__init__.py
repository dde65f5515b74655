"""From facts to firings: engines that share one meaning and never import each other."""
