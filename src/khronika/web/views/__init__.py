"""One module per page of the desk."""
