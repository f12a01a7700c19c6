"""Webhooks at the wire: which addresses may be asked, how a message is signed and sent."""
