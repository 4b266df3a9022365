"""Wiki pages. `page` is the table and its first reading; what else there is to a page lies in packages by subject:

- `structure`: where pages stand, and moving them;
- `writing`: templates, sections, translations, saving;
- `reading`: what stands around a page, recent changes, followed pages;
- `links`: reports, checks, titles mentioned without a link;
- `care`: who answers for a page and until when it holds;
- `requests`: changes that wait for approval;
- `procedures`: rules in force and who confirmed them;
- `comments`: what people say about a page and its passages.
"""
