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
import picocli.CommandLine.Parameters;

/// `weft backup`: the database into a file, while the server runs.
@Command(
    name = "backup",
    description = {
      "Write the database of a data folder into a file, while the server runs.",
      "",
      "The file is checked after it was written. It holds tokens' keys and secrets: keep it as",
      "safe as the data folder. Uploaded files are in the folder 'files' beside the database."
    },
    footer = {"", "Example:", "  weft backup /backup/weft-1.db --data /var/lib/weft"},
    sortOptions = false)
public final class BackupCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The backup; it must not exist yet.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private Path file;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws IOException {
    Map<String, Long> rows = Backup.write(store.settings(), file);
    Table table = Table.of("TABLE", "ROWS");
    rows.forEach((name, count) -> table.row(name, Long.toString(count)));
    output.print(rows, table::print);
    return 0;
  }
}
