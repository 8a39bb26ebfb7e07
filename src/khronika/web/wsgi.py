"""The desk as a WSGI application; a casebook must be open in this process."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
