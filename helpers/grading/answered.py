"""What of a returned notebook the learner wrote, by exercise."""

from dataclasses import dataclass, field

from nbformat import NotebookNode

from helpers.grading.assembly import plan, squeezed


@dataclass
class Answered:
    """The learner's own part of a notebook.

    Attributes
    ----------
    code : dict of str to str
        Per exercise, the cells that are not the course's.
    blank : set of str
        Exercises whose blanks are as they were, and that no other cell answers.
    """

    code: dict[str, str] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)


def answered(notebook: NotebookNode, template: NotebookNode) -> Answered:
    """Return the learner's own part of a notebook."""
    ours = {squeezed(cell.source) for cell in template.cells}
    steps, _ = plan(notebook, template)
    result = Answered()
    for exercise in {step.exercise for step in steps if step.kind == "check"}:
        theirs = [one.source for one in steps if one.exercise == exercise and one.is_theirs]
        own = [source for source in theirs if squeezed(source) not in ours]
        if own:
            result.code[exercise] = "\n".join(own)
        elif theirs:
            result.blank.add(exercise)
    return result


def given(template: NotebookNode) -> dict[str, str]:
    """Return per exercise what the course gives in its code cells."""
    steps, _ = plan(template, template)
    parts = {step.exercise: [] for step in steps}
    for step in steps:
        parts[step.exercise].append(step.source)
    return {exercise: "\n".join(sources) for exercise, sources in parts.items()}
