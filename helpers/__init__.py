"""The package behind the notebooks: data, evaluation, plots, and the course command."""
