"""Where the record is kept: a Django app over an encrypted database, and nothing readable beside it."""
