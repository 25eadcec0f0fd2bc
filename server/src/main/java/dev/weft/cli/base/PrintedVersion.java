package dev.weft.cli.base;

import dev.weft.Version;
import picocli.CommandLine.IVersionProvider;

/// What `weft --version` prints.
public final class PrintedVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"weft " + Version.number()};
  }
}
