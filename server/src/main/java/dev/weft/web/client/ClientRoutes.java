package dev.weft.web.client;

import dev.weft.sync.ClientServices;
import dev.weft.sync.HistoryFormat;
import dev.weft.web.api.Routes;

/// All calls of clients.
public final class ClientRoutes {

  private final ClientServices services;
  private final HistoryFormat format;

  /// @param format how messages of history are written
  public ClientRoutes(ClientServices services, HistoryFormat format) {
    this.services = services;
    this.format = format;
  }

  public void addTo(Routes routes) {
    new ConversationListRoutes(services.conversations()).addTo(routes);
    new RoamingRoutes(services.history(), format).addTo(routes);
    new MessagePinRoutes(services.pins()).addTo(routes);
    new NotificationRoutes(services.notifications()).addTo(routes);
    new ContactRequestRoutes(services.contacts()).addTo(routes);
    new AttributeRoutes(services.attributes()).addTo(routes);
    new NameCardRoutes(services.attributes()).addTo(routes);
    new ReactionRoutes(services.reactions()).addTo(routes);
  }
}
