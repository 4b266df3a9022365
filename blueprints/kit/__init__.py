"""What all blueprints share: the request's transaction, guards, page furniture, errors. No page lives here."""
