"""What every room may use: identifiers, translated text, tables for work, safe files. No models."""
