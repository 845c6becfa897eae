"""Hostile requests on every route: drawn by lot, sent over real sockets to a real server."""
