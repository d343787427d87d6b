"""The public static site: page values for one audience, and the templates that render them to bytes."""
