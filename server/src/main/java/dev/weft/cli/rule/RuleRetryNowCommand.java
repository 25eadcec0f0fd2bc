package dev.weft.cli.rule;

import picocli.CommandLine.Command;

/// `weft rule retry-now`: what waits for a retry is tried now.
@Command(
    name = "retry-now",
    description = {
      "Try now what waits for a retry, in order.",
      "",
      "A try that fails counts for nothing: the retry is made again at its time. Weft does this by"
          + " itself as soon as the app server takes anything."
    },
    footer = {"", "Example:", "  weft rule retry-now 'acme#chat' orders"},
    sortOptions = false)
final class RuleRetryNowCommand extends RuleActionCommand {

  RuleRetryNowCommand() {
    super("retry");
  }
}
