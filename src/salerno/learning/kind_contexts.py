"""What the templates of the kinds need beyond the page itself."""


def video(page):
    return {}


def quiz(page):
    return {}


def explorable(page):
    return {}


def reflection(page):
    return {}
