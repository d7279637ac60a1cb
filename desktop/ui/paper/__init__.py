"""A chat on paper or as PDF."""
