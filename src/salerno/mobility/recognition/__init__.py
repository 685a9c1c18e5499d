"""Results from elsewhere, and what the sending institution recognises of them."""
