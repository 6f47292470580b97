"""``zhnews rules``: the language rules, shipped ones and a user's own."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.cli.common import RulesOption, check_rules_directory, print_data, refuse

rules_app = typer.Typer(
    help="Look at the language rules, shipped ones and your own, and check them.", no_args_is_help=True
)


@rules_app.command("check")
def rules_check(rules: RulesOption = None) -> None:
    """Run every rule's examples and counter-examples, and tell what does not hold.

    Exit status: 0 if all is well, 1 if there is any problem.
    """
    from extract.rulecheck import report_on_rules  # noqa: PLC0415

    check_rules_directory(rules)
    report = report_on_rules(rules)
    for problem in report.problems:
        print_data(str(problem))
    print_data(
        f"{report.rules} rules: {report.examples_held} of {report.examples} examples and "
        f"{report.counter_examples_held} of {report.counter_examples} counter-examples hold"
    )
    if report.problems:
        unit = "problem" if len(report.problems) == 1 else "problems"
        print_data(f"{len(report.problems)} {unit}")
        raise typer.Exit(1)


@rules_app.command("list")
def rules_list(
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Only rules of this kind, such as dates."),
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Print the ids of the rules, in the order in which they are tried."""
    from extract.rules import RuleError, load_rules  # noqa: PLC0415

    check_rules_directory(rules)
    try:
        book = load_rules(rules)
    except RuleError as error:
        refuse(str(error))
    if kind is not None and kind not in book.by_kind:
        refuse(f"there is no kind of rule called {kind}; the kinds are {', '.join(sorted(book.by_kind))}")
    for name in [kind] if kind is not None else sorted(book.by_kind):
        for rule in book.by_kind[name]:
            print_data(rule.id)
