package dev.weft.cli.store;

import dev.weft.Installation;
import dev.weft.app.App;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import dev.weft.cli.base.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft app list`: the apps there are. Their secrets nobody can tell.
@Command(
    name = "list",
    description = "List the apps of an installation.",
    footer = {"", "Example:", "  weft app list --json"},
    sortOptions = false)
final class AppListCommand implements Callable<Integer> {

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    List<App> apps;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      apps = installation.apps().all();
    }
    if (apps.isEmpty()) {
      output.note("there is no app yet: 'weft app create ORG#APP' makes one");
    }
    Table table = Table.of("APP", "CLIENT ID", "CREATED");
    apps.forEach(
        app -> table.row(app.key().toString(), app.clientId(), Times.shown(app.created())));
    output.print(
        apps.stream().map(AppListCommand::json).toList(),
        out -> {
          if (!apps.isEmpty()) {
            table.print(out);
          }
        });
    return 0;
  }

  private static Map<String, Object> json(App app) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.key().toString());
    json.put("client_id", app.clientId());
    json.put("application", app.uuid().toString());
    app.agoraId().ifPresent(id -> json.put("app_id", id));
    json.put("created", app.created().toEpochMilli());
    return json;
  }
}
