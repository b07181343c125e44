"""WCO Data Model XML: declarations (DEC) and responses (RES), by a profile for each country."""
