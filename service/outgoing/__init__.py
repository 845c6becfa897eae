"""Webhooks that Detour sends: what changed, to programs of the organisation, as Standard Webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""
