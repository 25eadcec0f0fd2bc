package dev.weft.cli.rule;

import dev.weft.cli.base.CommandGroup;
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
public final class RuleCommand extends CommandGroup {}
