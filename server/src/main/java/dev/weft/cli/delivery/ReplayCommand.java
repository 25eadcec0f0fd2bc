package dev.weft.cli.delivery;

import dev.weft.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/// `weft replay`: callbacks once more.
@Command(
    name = "replay",
    description = "Send callbacks once more. Talks to the running server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ReplayStartCommand.class, ReplayListCommand.class, ReplayCancelCommand.class})
public final class ReplayCommand extends CommandGroup {}
