"""What is attached to a question: reading it, showing it in the composer, its words."""
