"""Where exchange keeps ciphertexts."""

from huying.kernel.sealed_columns import register

register("exchange.Posting", "tracking", context=lambda row: f"exchange.posting:{row.pk}")
register("exchange.ImportRun", "content", context=lambda row: f"exchange.run:{row.pk}")
register("exchange.Proposal", "row", context=lambda row: f"exchange.proposal:{row.run_id}:{row.number}")
register("exchange.Webhook", "secret", context=lambda row: f"exchange.webhook:{row.pk}")
register("exchange.Webhook", "old_secret", context=lambda row: f"exchange.webhook:{row.pk}")
