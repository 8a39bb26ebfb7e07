"""From files to reports: text, and who published it when."""
