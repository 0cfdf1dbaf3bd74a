"""The same questions and documents through other pipelines; needs the extra `peers`."""
