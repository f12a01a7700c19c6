"""What others may ask of the portal."""

from huying.portal.actions import describe_site

__all__ = ["describe_site"]
