"""What is handed out: templates made from solutions, the zip file, the folder for nbgrader."""
