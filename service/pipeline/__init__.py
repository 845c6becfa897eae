"""The four verbs: hint, remember, judge, speak. Each takes what is due in its lane, and marks what follows from it."""
