LINK_URL = "SELECT url FROM links WHERE title = $1"
TABLE = "links"
