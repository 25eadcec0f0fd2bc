package dev.weft;

import dev.weft.app.SignedLinks;
import dev.weft.cluster.NodeList;
import dev.weft.config.Settings;
import dev.weft.gateway.HistoryMetas;
import dev.weft.web.HttpApi;
import dev.weft.web.client.ClientRoutes;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The uppermost storey: the HTTP API, made of everything below.
final class HttpStorey {

  private HttpStorey() {}

  /// @param nodes what is told of the nodes
  /// @param loopback whether this machine alone reaches the API
  /// @param ready whether requests are answered as usual
  /// @param trouble why the server takes no work; empty while it does
  static HttpApi open(
      Settings settings,
      Clock clock,
      Foundation base,
      DeliveryStorey delivery,
      CallbackStorey callbacks,
      ChatStorey chat,
      SyncStorey sync,
      NodeList nodes,
      boolean loopback,
      BooleanSupplier ready,
      Supplier<Optional<String>> trouble) {
    return new HttpApi(
        new HttpApi.Settings(
            settings.server().host(),
            settings.server().port(),
            settings.server().vendorRates(),
            settings.chat().fileMaxBytes()),
        new HttpApi.Services(
            base.apps(),
            base.operators(),
            base.tokens(),
            chat.users(),
            chat.contacts(),
            chat.userMutes(),
            chat.groups(),
            chat.groupMembers(),
            chat.groupModeration(),
            chat.messages(),
            chat.imports(),
            chat.threads(),
            chat.files(),
            chat.history(),
            new SignedLinks(base.tokenKey(), clock),
            callbacks.rules(),
            callbacks.ruleTests(),
            delivery.dispatcher(),
            callbacks.deliveries(),
            callbacks.explainer(),
            callbacks.eventReaders(),
            callbacks.consumers(),
            delivery.exceptions(),
            delivery.jobs(),
            routes -> new ClientRoutes(sync.clients(), new HistoryMetas()).addTo(routes),
            nodes,
            trouble,
            base.metrics()::page,
            base.metrics()::answered,
            calls ->
                ConsoleStorey.door(
                    base.database(),
                    base.apps(),
                    base.operators(),
                    callbacks.rules(),
                    delivery.dispatcher(),
                    delivery.recent(),
                    delivery.exceptions(),
                    nodes,
                    calls,
                    loopback,
                    ready,
                    clock)),
        clock);
  }
}
