"""How well the right passages are found: questions with their gold sections, figures, and other systems beside ours."""
