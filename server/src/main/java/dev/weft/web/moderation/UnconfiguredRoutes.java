package dev.weft.web.moderation;

import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;

/// Calls whose work a foreign service does, which this server has none of. They answer what the
/// vendor answers to an app that has not opened the service: 503, `service not open`.
public final class UnconfiguredRoutes {

  private static final Rate RATE = Rate.of("unconfigured");

  public void addTo(Routes routes) {
    routes
        .add("POST", "/translate", RATE, UnconfiguredRoutes::notOpen)
        .add("POST", "/translate/detect", RATE, UnconfiguredRoutes::notOpen)
        .add("GET", "/translate/support/language", RATE, UnconfiguredRoutes::notOpen)
        .add("POST", "/moderation/record/message/export", RATE, UnconfiguredRoutes::notOpen)
        .add("GET", "/moderation/export/files", RATE, UnconfiguredRoutes::notOpen)
        .add("GET", "/moderationfiles/{}", RATE, UnconfiguredRoutes::notOpen);
  }

  private static Answer notOpen(Call call) {
    throw new VendorException(
        503, "service_not_open", "ServiceNotOpenException", "service not open");
  }
}
