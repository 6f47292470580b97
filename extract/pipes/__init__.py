"""One room per kind of fact: dates, counts with their links, people, roles."""
