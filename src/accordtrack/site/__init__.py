"""The public site: pages made of values for the audience that the site is for, written as bytes by templates."""
