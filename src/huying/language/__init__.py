"""What texts are like: suggestions that learn from people, likeness, what must not be public."""
