package dev.weft.web.client;

import dev.weft.chat.group.GroupHiding;
import dev.weft.sync.ClientServices;
import dev.weft.sync.HistoryFormat;
import dev.weft.sync.presence.Presences;
import dev.weft.sync.receipt.ReadReceipts;
import dev.weft.web.api.Routes;

/// All calls of clients.
public final class ClientRoutes {

  private final ClientServices services;
  private final Presences presences;
  private final ReadReceipts receipts;
  private final GroupHiding hiding;
  private final HistoryFormat format;

  /// @param format how messages of history are written
  public ClientRoutes(
      ClientServices services,
      Presences presences,
      ReadReceipts receipts,
      GroupHiding hiding,
      HistoryFormat format) {
    this.services = services;
    this.presences = presences;
    this.receipts = receipts;
    this.hiding = hiding;
    this.format = format;
  }

  public void addTo(Routes routes) {
    new ConversationListRoutes(services.conversations()).addTo(routes);
    new RoamingRoutes(services.history(), services.erasure(), format).addTo(routes);
    new SearchRoutes(services.search()).addTo(routes);
    new MessagePinRoutes(services.pins()).addTo(routes);
    new NotificationRoutes(services.notifications()).addTo(routes);
    new ContactRequestRoutes(services.contacts()).addTo(routes);
    new AttributeRoutes(services.attributes()).addTo(routes);
    new MemberAttributeRoutes(services.memberAttributes()).addTo(routes);
    new NameCardRoutes(services.memberAttributes()).addTo(routes);
    new ReactionRoutes(services.reactions()).addTo(routes);
    new PresenceRoutes(presences).addTo(routes);
    new GroupAckRoutes(receipts).addTo(routes);
    new GroupHidingRoutes(hiding).addTo(routes);
    new NotEnabledRoutes().addTo(routes);
  }
}
