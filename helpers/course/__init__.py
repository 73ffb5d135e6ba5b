"""The ``course`` command."""
