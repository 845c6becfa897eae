"""The store: tables, queries and migrations. All SQL of Detour is here."""
