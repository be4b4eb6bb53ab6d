"""How values stand in documents: the walk behind `incidentrules.documents`."""
