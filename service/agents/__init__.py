"""What coding agents may ask, by the Model Context Protocol: https://modelcontextprotocol.io/specification ."""
