"""What the pages of figures show, put together from the evaluation."""
