"""What a chat is asked with: system prompt, parameters, presets."""
