"""Make the modules of the store and the desk importable for their doctests."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khronika.web.settings")

import django

django.setup()
collect_ignore_glob = ["src/khronika/store/migrations/*", "samples/*", "demo-casebook/*"]
