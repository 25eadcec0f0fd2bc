package dev.weft.cli.store;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoredApp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft app revoke-tokens`: app tokens that were issued before are void.
@Command(
    name = "revoke-tokens",
    description = {
      "Void every app token that was issued until now.",
      "",
      "Running servers know within a second. The client secret stays, and gets new tokens."
    },
    footer = {"", "Example:", "  weft app revoke-tokens 'acme#chat'"},
    sortOptions = false)
final class AppRevokeTokensCommand implements Callable<Integer> {

  @Mixin private final StoredApp app = new StoredApp();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    App changed = app.change(Apps::revokeTokens);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.key().toString());
    json.put("generation", changed.generation());
    output.print(json, out -> out.println("the app tokens of " + app.key() + " are void"));
    return 0;
  }
}
