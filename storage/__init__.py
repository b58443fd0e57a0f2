"""Memory: tables, migrations and queries. Knows nobody."""
