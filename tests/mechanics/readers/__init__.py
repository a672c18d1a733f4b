"""What people bring. Files in `files/` are made up in the forms of venues and tools: only their form is real."""
