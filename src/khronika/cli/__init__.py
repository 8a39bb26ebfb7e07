"""The commands. Each module holds one group; heavy libraries are imported when a command needs them."""
