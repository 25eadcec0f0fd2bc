package dev.weft.cli;

import picocli.CommandLine.Command;

/// `weft app`: the apps of an installation.
@Command(
    name = "app",
    description = "Create and list apps.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AppCreateCommand.class, AppListCommand.class})
final class AppCommand extends CommandGroup {}
