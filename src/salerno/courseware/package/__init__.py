"""Course packages: a course as a folder of readable text; read, checked, rendered and digested without
Django.

Nouns: a *package* (the whole folder), its *facts* (frozen, plain values), a *finding* (one mistake with file,
line and way out), a *passage* (one stretch of Markdown). The format is `docs/how-to/write-a-course.md`.

Entries: `reader.read_package` and `reader.read_files`, `checker.check` and `checker.check_files`,
`render.render` and `render.render_inline`, `digest.digest`, `scaffold.new_course`, `questions.quiz_of`,
`expressions.evaluate` and `expressions.show`, `question_facts.question_from_dict`. Nothing in here writes,
but `scaffold`.
"""
