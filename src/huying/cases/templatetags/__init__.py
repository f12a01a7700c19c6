"""Template helpers of cases."""
