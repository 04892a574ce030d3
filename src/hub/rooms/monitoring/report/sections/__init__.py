"""The sections of the report, made from a finished run: what is said, in which order."""
