"""Pictures and explorers: the only home of matplotlib and ipywidgets, one file a lesson on top of the shared ones."""
