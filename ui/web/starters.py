"""What the empty page says: what the assistant can do, and questions to start from, by topic."""

INTRODUCTION = (
    "## Will this image run on that host?\n\n"
    "I answer questions about Windows Server channels and Windows containers: **which image runs on which host**, "
    "**until when** a release is supported, and **what to move to**. Paste an error, a `docker run` line or a "
    "Dockerfile if you have one.\n\n"
    "Verdicts come from dated rules, every statement names its source, and what the guidance does not say "
    "I do not make up."
)

# Topic and question. The page shows the topic above its question, and asks the question alone.
STARTERS: tuple[tuple[str, str], ...] = (
    ("Compatibility", "Can a 23H2 host run a Windows Server 2019 image?"),
    ("Compatibility", "Which images run on Windows Server 2025?"),
    ("Support", "Until when is Windows Server 2022 supported?"),
    ("Channels", "What is the Annual Channel for Containers?"),
    ("Moving on", "What should I use now that 23H2 is out of support?"),
    ("Isolation", "When do I need Hyper-V isolation?"),
    ("Licensing", "How many Hyper-V containers does Windows Server Standard cover?"),
    ("Errors", "What does 0xc0370101 mean?"),
)
