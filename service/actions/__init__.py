"""What people and programs do, through pages and the API alike: each in one transaction with its entry in the log."""
