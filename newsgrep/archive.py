"""An archive: a folder of articles and its index; the public Python API."""
