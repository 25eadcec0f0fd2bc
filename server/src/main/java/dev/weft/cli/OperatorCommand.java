package dev.weft.cli;

import picocli.CommandLine.Command;

/// `weft operator`: the people who look after an installation.
@Command(
    name = "operator",
    description = "Add, list and remove operators: the people who look after the installation.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OperatorAddCommand.class,
      OperatorListCommand.class,
      OperatorTokenCommand.class,
      OperatorRemoveCommand.class
    })
final class OperatorCommand extends CommandGroup {}
