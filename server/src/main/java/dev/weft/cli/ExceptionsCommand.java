package dev.weft.cli;

import picocli.CommandLine.Command;

/// `weft exceptions`: the callbacks that were given up.
@Command(
    name = "exceptions",
    description = "See and resend the callbacks that were given up. Talks to the running server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ExceptionsListCommand.class, ExceptionsRetryCommand.class})
final class ExceptionsCommand extends CommandGroup {}
