"""Past cases from other systems or of earlier years, loaded as they were: many at once, each with its story."""

from huying.cases.history.loading import Loaded, Watch, load_history
from huying.cases.history.past import Known, PastCase, wrong_with

__all__ = ["Known", "Loaded", "PastCase", "Watch", "load_history", "wrong_with"]
