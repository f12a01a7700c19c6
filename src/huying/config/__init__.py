"""Settings, urls, API assembly and launcher."""
