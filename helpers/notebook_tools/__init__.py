"""Find, execute, compare, read and write notebooks; the format of an exercise notebook."""
