"""Which rows of several lists of people name one person, whatever script or romanisation they are in."""
