"""How much a package may hold. A course is text for people: more is a mistake or an attack."""

MEGABYTE = 1024 * 1024

FILES = 5_000
TOTAL_BYTES = 2_048 * MEGABYTE
MEDIA_BYTES = 500 * MEGABYTE
FILE_BYTES = 20 * MEGABYTE  # of anything that is not media
TEXTS_BYTES = 40 * MEGABYTE  # of all texts and tables together: each is held in memory while a course is checked
UNPACKED_RATIO = 200  # a file of an archive that unpacks to more is a bomb; tables reach 30
PATH_LENGTH = 200
PATH_DEPTH = 6

FRONT_MATTER_BYTES = 8 * 1024
MARKDOWN_BYTES = 200 * 1024  # of one activity or bank; 30,000 words
PARAGRAPH_LENGTH = 12_000  # of lines without a blank one; parsing is quadratic in some of them
PARAGRAPH_BRACKETS = 200  # each may begin a link, whose end is looked for to the end of the paragraph
TOML_BYTES = 1 * MEGABYTE
TABLE_ROWS = 200  # of the table beside a figure
TABLE_COLUMNS = 20
IMAGE_PIXELS = 60_000_000  # a decoded image past this is a decompression bomb
SVG_ELEMENTS = 50_000

EXPRESSION_LENGTH = 400
EXPRESSION_NODES = 200
PARAMETERS = 8
PARAMETER_VALUES = 1_000
COMBINATIONS = 20_000  # of the parameters that one formula uses: every one of them is tried
LATEX_LENGTH = 2_000

QUESTIONS_FOR_AN_OUTCOME = 3  # fewer cannot tell knowledge from luck
EQF_LEVELS = range(1, 9)
