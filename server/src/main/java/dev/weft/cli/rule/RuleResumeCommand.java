package dev.weft.cli.rule;

import picocli.CommandLine.Command;

/// `weft rule resume`: whatever held it back, go on.
@Command(
    name = "resume",
    description = {
      "End a pause, a ban or an open circuit of a rule, so that it delivers again.",
      "",
      "Its pending callbacks are sent at once, in order."
    },
    footer = {"", "Example:", "  weft rule resume 'acme#chat' orders"},
    sortOptions = false)
final class RuleResumeCommand extends RuleActionCommand {

  RuleResumeCommand() {
    super("resume");
  }
}
