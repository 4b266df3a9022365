"""Wiki pages as plain files, out of Witan and back: Markdown with front matter, with the files of the pages."""
