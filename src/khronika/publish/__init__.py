"""Show what passed the gate. Nothing here takes anything but a `Release`."""
