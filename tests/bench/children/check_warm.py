"""What both validators check before anything is measured: both languages, and nothing of the corpus."""

WARM = """
version: '2.0'
warm:
  input: [a]
  tasks:
    one:
      action: std.echo output=<% $.a.where($ > 1).select(str($)) %>
      publish: {b: "{{ _.a | length }}"}
"""
