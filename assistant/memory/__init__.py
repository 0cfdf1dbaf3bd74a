"""What is kept between requests: conversations, feedback, and what chat platforms sent, in SQLite or PostgreSQL."""
