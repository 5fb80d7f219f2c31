"""How the log is written: a failure with its trace, a refusal in one line."""

import copy
import logging


class Lines(logging.Formatter):
    """What visitors sent and were refused is told in one line.

    Nothing of ours has failed then: the trace would lead to Django, and any robot
    could fill the log with it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Leave out the trace of an answer below 500, and the line breaks sent."""
        if not 400 <= getattr(record, "status_code", 500) < 500:
            return super().format(record)
        # A copy: another handler may want the trace.
        record = copy.copy(record)
        record.exc_info = record.exc_text = None
        return " ".join(super().format(record).splitlines())
