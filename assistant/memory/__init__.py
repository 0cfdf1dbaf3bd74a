"""What is kept between requests: conversations and feedback, in SQLite or PostgreSQL."""
