package dev.weft.cli.store;

import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoredApp;
import dev.weft.cli.base.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft app rotate-secret`: another client secret, shown this once; app tokens are void.
@Command(
    name = "rotate-secret",
    description = {
      "Give an app another client secret and show it.",
      "",
      "App tokens that were issued before are void: here at once, on running servers within a"
          + " second. Tokens of users stay."
    },
    footer = {"", "Example:", "  weft app rotate-secret 'acme#chat'"},
    sortOptions = false)
final class AppRotateSecretCommand implements Callable<Integer> {

  @Mixin private final StoredApp app = new StoredApp();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    Credentials credentials = app.change(Apps::rotateSecret);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.key().toString());
    json.put("client_id", credentials.clientId());
    json.put("client_secret", credentials.clientSecret());
    output.print(
        json,
        out ->
            Table.ofFields()
                .row("app", app.key().toString())
                .row("client id", credentials.clientId())
                .row("client secret", credentials.clientSecret())
                .print(out));
    return 0;
  }
}
