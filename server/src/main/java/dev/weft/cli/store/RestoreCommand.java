package dev.weft.cli.store;

import dev.weft.Backup;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft restore`: a backup into an empty data folder, or only its check.
@Command(
    name = "restore",
    description = {
      "Put a backup into a data folder that has no database yet; or only check it.",
      "",
      "Callbacks that were pending in the backup are sent when the server starts."
    },
    footer = {
      "",
      "Examples:",
      "  weft restore /backup/weft-1.db --check",
      "  weft restore /backup/weft-1.db --data /var/lib/weft"
    },
    sortOptions = false)
public final class RestoreCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The backup.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private Path file;

  @Option(names = "--check", description = "Read every page of the backup, and change nothing.")
  private boolean check;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws IOException {
    Map<String, Long> rows = check ? Backup.check(file) : Backup.restore(store.settings(), file);
    Table table = Table.of("TABLE", "ROWS");
    rows.forEach((name, count) -> table.row(name, Long.toString(count)));
    output.print(rows, table::print);
    return 0;
  }
}
