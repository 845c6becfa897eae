"""Somebody at a terminal who knows the answers, and does on the page what they are asked to."""

import re
from threading import Thread

from tests.service.setup.browsing import Browser


class Answers:
    """A terminal whose questions are answered in order, by the words that each has in it; Enter without any.

    ``told`` is all that was said, questions among it. What is not asked in this order stays unanswered.
    """

    def __init__(self, *answers):
        self.left = list(answers)
        self.told = []

    def say(self, text=""):
        self.told.append(text)

    def ask(self, question, default=""):
        self.told.append(question)
        return self._answer(question) or default

    def secret(self, question):
        self.told.append(question)
        return self._answer(question)

    def _answer(self, question):
        if self.left and re.search(self.left[0][0], question):
            return self.left.pop(0)[1]
        return ""

    @property
    def text(self):
        return "\n".join(self.told)


class Clicking:
    """Opens whatever address is told, in the background, as a browser does: makes the App there, and installs it."""

    def __init__(self):
        self.pages, self.threads = [], []

    def __call__(self, page):
        thread = Thread(target=self._clicks, args=(page,))
        self.threads.append(thread)
        thread.start()

    def _clicks(self, page):
        with Browser() as browser:
            browser.opens(page)
            if "/setup/github/app/" in page:
                self.pages.append(browser.makes_the_app())
            else:
                self.pages.append(browser.presses("", {}))

    def settle(self):
        for thread in self.threads:
            thread.join()
