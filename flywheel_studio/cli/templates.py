"""`flywheel templates`: the flywheels that ship with the program."""

from __future__ import annotations

import argparse

from flywheel_studio.cli.arguments import Commands, declare
from flywheel_studio.cli.console import Console, Status, WrongCall, listed
from flywheel_studio.language.translate import current_language, tr


def add_command(commands: Commands, common: argparse.ArgumentParser) -> None:
    parser = declare(
        commands, "templates", tr("list the flywheels to start from"), run, common=common
    )
    parser.add_argument("--json", action="store_true", help=tr("as one JSON list"))


def run(args: argparse.Namespace, console: Console) -> Status:
    from flywheel_studio.storage.templates import templates

    known = [
        {
            "id": template.id,
            "title": template.titles.get(current_language(), template.titles["en"]),
            "languages": list(template.languages),
        }
        for template in templates()
    ]
    if args.json:
        console.result_json(known)
        return Status.DONE
    width = max((len(row["id"]) for row in known), default=0)
    for row in known:
        console.line(f"{row['id']:<{width}}  {row['title']}  [{', '.join(row['languages'])}]")
    return Status.DONE


def must_exist(template: str) -> None:
    """Refuse an unknown template by naming those that exist.

    Raises:
        WrongCall: there is no such template.
    """
    from flywheel_studio.storage.templates import templates

    names = [known.id for known in templates()]
    if template not in names:
        raise unknown_template(template, names)


def unknown_template(template: str, names: list[str]) -> WrongCall:
    return WrongCall(
        tr("there is no template {name}; there are: {names}", name=template, names=listed(names))
    )
