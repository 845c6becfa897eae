"""How it is told that a configuration cannot be used."""


class SettingsError(Exception):
    """The configuration cannot be used. Its text lists every problem, one a line, for people; it shows no secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
