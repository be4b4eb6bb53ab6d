"""The engine behind `incidentrules.hours`: the grammar of hours, zones, openings, and what compiles them."""
