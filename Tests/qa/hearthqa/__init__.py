"""Checks of a site as a reader's browser, a search engine and a feed reader meet it. See Tests/qa/README.md."""
