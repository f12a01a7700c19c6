"""Template tags open to all contexts."""
