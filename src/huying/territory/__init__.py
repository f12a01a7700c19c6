"""The area tree, its codes and history, boundaries, and where a point or an address lies."""
