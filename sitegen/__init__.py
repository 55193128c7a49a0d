"""What renders: the catalogue becomes static files. No Django outside source_cms.py, preview.py and management/."""
