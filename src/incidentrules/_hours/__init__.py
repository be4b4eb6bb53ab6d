"""The engine behind `incidentrules.hours`: the grammar of hours, weeks, zones, openings, and what compiles them."""
