"""The closed loop: a call goes in, the right unit answers in time, the resident judges."""
