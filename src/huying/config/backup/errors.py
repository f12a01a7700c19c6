"""What stands in the way of a backup or a restore, each with the way out."""


class BackupTrouble(Exception):
    """Said in one line to whoever runs the command."""
