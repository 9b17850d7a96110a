"""What people answer to the questions that only people can answer, kept with each wheel."""

from __future__ import annotations

from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel


def set_answer(flywheel: Flywheel, wheel: str, question: str, text: str) -> Flywheel:
    """Answer a question about a wheel; an empty answer is none.

    Args:
        question: id of a question; also of one that another version asks.

    Raises:
        CommandProblem: there is no such wheel, or the answer is too long.
    """
    old = flywheel.wheels.get(wheel)
    if old is None:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel))
    answer = text_value(text)
    answers = dict(old.answers)
    if answer.strip():
        answers[question] = answer
    else:
        answers.pop(question, None)
    return flywheel if answers == old.answers else set_wheel(flywheel, wheel, answers=answers)
