package dev.weft.cli.rule;

import picocli.CommandLine.Command;

/// `weft rule resume`: whatever held it back, go on.
@Command(
    name = "resume",
    description = {
      "End whatever keeps a rule from delivering: a pause, a ban, an open circuit.",
      "",
      "What waits leaves at once, in order."
    },
    footer = {"", "Example:", "  weft rule resume 'acme#chat' orders"},
    sortOptions = false)
final class RuleResumeCommand extends RuleActionCommand {

  RuleResumeCommand() {
    super("resume");
  }
}
