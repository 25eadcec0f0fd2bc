package dev.weft.cli.store;

import dev.weft.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/// `weft operator`: the people who operate an installation.
@Command(
    name = "operator",
    description = "Add, list and remove the people who may use the console.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OperatorAddCommand.class,
      OperatorTokenCommand.class,
      OperatorListCommand.class,
      OperatorRemoveCommand.class
    })
public final class OperatorCommand extends CommandGroup {}
