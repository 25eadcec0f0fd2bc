package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.app.AppKey;
import dev.weft.app.OperatorRole;
import dev.weft.app.operator.Operator;
import dev.weft.app.operator.OperatorRefusedException;
import dev.weft.app.operator.Operators;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.config.Settings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft console`: a link into the console that works once.
@Command(
    name = "console",
    description = {
      "Print a link into the console that works once, within 15 minutes.",
      "",
      "The first time, an operator named 'local' is made, who may do everything."
    },
    footer = {
      "",
      "Examples:",
      "  weft console",
      "  weft console --as ada",
      "  weft console --app 'acme#chat' --hours 48",
      "",
      "The last one opens a link to one app, read-only, for 48 hours."
    },
    sortOptions = false)
final class ConsoleCommand implements Callable<Integer> {

  private static final String LOCAL = "local";

  @Option(names = "--as", paramLabel = "NAME", description = "Come in as this operator.")
  private @Nullable String as;

  @Option(
      names = "--app",
      paramLabel = "ORG#APP",
      description = "Show this app alone, and let nothing be changed.",
      converter = AppKeys.class)
  private @Nullable AppKey app;

  @Option(names = "--hours", paramLabel = "N", description = "How long --app is shown (24).")
  private int hours = 24;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the server is reached, if not where it said.")
  private @Nullable URI url;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    Settings settings = store.settings();
    URI base =
        url != null
            ? url
            : Installation.managementUrl(settings)
                .orElseThrow(
                    () ->
                        new CommandFailedException(
                            "no server is running here: start 'weft serve', or give --url"));
    String secret;
    try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
      secret = secret(installation.operators());
    } catch (OperatorRefusedException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
    String link = base.toString().replaceAll("/+$", "") + "/console/link#" + secret;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("url", link);
    output.print(json, out -> out.println(link));
    output.note(
        "this link works once, within "
            + (app == null ? Operators.LINK_LIFE.toMinutes() + " minutes" : hours + " hours"));
    return 0;
  }

  private String secret(Operators operators) {
    if (app != null) {
      return operators.tenantLink(app, Duration.ofHours(hours));
    }
    return operators.link(as != null ? as : anAdmin(operators));
  }

  /// The operator of this machine, or else some admin.
  private static String anAdmin(Operators operators) {
    if (operators.find(LOCAL).isPresent()) {
      return LOCAL;
    }
    return operators.all().stream()
        .filter(one -> one.role() == OperatorRole.ADMIN)
        .map(Operator::name)
        .findFirst()
        .orElseGet(() -> operators.add(LOCAL, OperatorRole.ADMIN, true, "").name());
  }
}
