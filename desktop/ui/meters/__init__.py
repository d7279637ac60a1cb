"""Tokens, prices, budgets: what is shown of them beside the answers."""
