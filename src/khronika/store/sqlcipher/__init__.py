"""A Django database back end over SQLCipher: every page of the file is encrypted and authenticated."""
