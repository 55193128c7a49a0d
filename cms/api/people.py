"""People as others may see them."""

from cms.accounts.records import have_page, personal_emails, seller_ids, seller_records

__all__ = ["have_page", "personal_emails", "seller_ids", "seller_records"]
