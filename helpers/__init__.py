"""The package behind the notebooks; CONTRIBUTING.md says which folder holds what."""
