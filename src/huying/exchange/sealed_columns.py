"""Where exchange keeps ciphertexts."""

from huying.kernel.sealed_columns import register

register("exchange.Posting", "tracking", context=lambda row: f"exchange.posting:{row.pk}")
