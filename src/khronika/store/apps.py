"""The Django app that holds the record."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "khronika.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Casebook"
