"""`watchbill check`: whether an installation is as its people typed it, and what to do where it is not."""

import typer
from rich.text import Text

from watchbill.cli.shared import DatabaseOption, JsonOption, in_store, present, print_json, print_table
from watchbill.cli.show import plain_table
from watchbill.domain.checks import Checked, check
from watchbill.domain.ports import Store


def check_installation(context: typer.Context, is_json: JsonOption = False, database: DatabaseOption = None) -> None:
    """Check the installation; exit code 1 where a fault is found, which says what to do."""

    async def work(store: Store) -> list[Checked]:
        return await check(store, present())

    found = in_store(context, database, work)
    is_fine = all(one.is_fine for one in found)
    if is_json:
        checks = [{"name": one.name, "is_fine": one.is_fine, "findings": one.findings} for one in found]
        print_json({"is_fine": is_fine, "checks": checks})
    else:
        table = plain_table("Check", "", "Found")
        for one in found:
            for finding in one.findings:
                state = Text("fault", style="bold red") if finding.is_fault else Text("fine", style="green")
                table.add_row(one.name, state, finding.text)
        print_table(table)
    if not is_fine:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check_installation)
