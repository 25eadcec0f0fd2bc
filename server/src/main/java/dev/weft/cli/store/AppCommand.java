package dev.weft.cli.store;

import dev.weft.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/// `weft app`: the apps of an installation.
@Command(
    name = "app",
    description = "Create and list apps, change their secrets, revoke their tokens.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AppCreateCommand.class,
      AppListCommand.class,
      AppRotateSecretCommand.class,
      AppRevokeTokensCommand.class
    })
public final class AppCommand extends CommandGroup {}
