package dev.weft.cli;

import picocli.CommandLine.Command;

/// `weft rule`: the callback rules of an app.
@Command(
    name = "rule",
    description = "Say which callbacks go where. Talks to the running server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RuleAddCommand.class,
      RuleListCommand.class,
      RuleSetCommand.class,
      RuleRemoveCommand.class,
      RuleResumeCommand.class,
      RuleRetryNowCommand.class,
      RuleTestCommand.class
    })
final class RuleCommand extends CommandGroup {}
