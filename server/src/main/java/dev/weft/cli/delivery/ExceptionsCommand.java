package dev.weft.cli.delivery;

import dev.weft.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/// `weft exceptions`: the callbacks that were given up.
@Command(
    name = "exceptions",
    description = "See and resend the callbacks that were given up. Talks to the running server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ExceptionsListCommand.class, ExceptionsRetryCommand.class})
public final class ExceptionsCommand extends CommandGroup {}
