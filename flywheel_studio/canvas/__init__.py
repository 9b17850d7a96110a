"""The paper on the screen: Qt items that mirror the figure, and pointer events for the tools."""
