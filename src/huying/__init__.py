"""Huying 呼应: the people call, we answer. A civic platform for one county or city."""
