"""What people and machines read of a run: one HTML page, Markdown for a pull request, JUnit XML for a CI system."""
