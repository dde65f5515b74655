"""The guided interview as data: what to ask next, what an answer means, and the fact document that it makes.

Nothing here reads, prints or writes: a terminal and a web page hold the same interview.
"""

from antwoord_rules.interview.answers import Misread, read_names, read_value
from antwoord_rules.interview.session import Asked, Progress, Session

__all__ = ["Asked", "Misread", "Progress", "Session", "read_names", "read_value"]
