"""The engine behind `incidentrules.hours`: words for hours, zones, openings, and the schedules that compile them."""
