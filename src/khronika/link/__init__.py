"""Which reports are copies, which claims tell of one happening, and who speaks for themselves."""
