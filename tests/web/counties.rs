//! Län: the list, the page about one, and how it is found.
