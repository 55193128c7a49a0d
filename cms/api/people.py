"""People as others may see them."""

from cms.accounts.records import personal_emails, seller_ids, seller_records

__all__ = ["personal_emails", "seller_ids", "seller_records"]
