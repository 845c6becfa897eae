"""What somebody who directs teams is told of an audit, in figures and words, whoever renders it."""
