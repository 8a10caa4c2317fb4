"""Django's mail door leads into the outbox, so that libraries' mail is never lost nor waited for."""

import uuid

from django.core.mail.backends.base import BaseEmailBackend

from .actions import post_account_mail


class OutboxBackend(BaseEmailBackend):
    """EMAIL_BACKEND: writes a Letter for each recipient; DELIVERY_BACKEND is what sends."""

    def send_messages(self, email_messages):
        for mail in email_messages:
            html = next((part[0] for part in getattr(mail, "alternatives", [])), "")
            for address in mail.recipients():
                post_account_mail(
                    key=f"account:{uuid.uuid4()}",
                    address=address, subject=mail.subject, text=mail.body, html=html,
                )  # fmt: skip
        return len(email_messages)
