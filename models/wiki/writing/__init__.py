"""Writing pages: templates, sections, translations, and the one way their editors save."""
