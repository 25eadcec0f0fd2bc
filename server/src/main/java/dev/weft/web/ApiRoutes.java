package dev.weft.web;

import dev.weft.web.api.Authenticator;
import dev.weft.web.api.Routes;
import dev.weft.web.api.limit.CallRates;
import dev.weft.web.file.FileRoutes;
import dev.weft.web.file.PartUploadRoutes;
import dev.weft.web.file.SharedFileRoutes;
import dev.weft.web.file.Uploads;
import dev.weft.web.vendor.BroadcastRoutes;
import dev.weft.web.vendor.ContactRoutes;
import dev.weft.web.vendor.ConversationRoute;
import dev.weft.web.vendor.GroupMemberRoutes;
import dev.weft.web.vendor.GroupModerationRoutes;
import dev.weft.web.vendor.GroupRequestRoutes;
import dev.weft.web.vendor.GroupRoutes;
import dev.weft.web.vendor.GroupWire;
import dev.weft.web.vendor.HistoryRoutes;
import dev.weft.web.vendor.ImportRoutes;
import dev.weft.web.vendor.RecallRoutes;
import dev.weft.web.vendor.RegistrationRoute;
import dev.weft.web.vendor.RewriteRoutes;
import dev.weft.web.vendor.SendRoutes;
import dev.weft.web.vendor.ThreadMessageRoute;
import dev.weft.web.vendor.ThreadRoutes;
import dev.weft.web.vendor.TokenRoutes;
import dev.weft.web.vendor.UserMuteRoutes;
import dev.weft.web.vendor.UserRoutes;
import dev.weft.web.weft.DeliveryRoutes;
import dev.weft.web.weft.ExceptionRoutes;
import dev.weft.web.weft.PullRoutes;
import dev.weft.web.weft.ReplayRoutes;
import dev.weft.web.weft.RuleRoutes;
import java.time.Clock;

/// Route table of the HTTP API below `/{org}/{app}`: one class of routes for each subject.
final class ApiRoutes {

  private ApiRoutes() {}

  /// Makes the routes; each takes what it asks for from `services`.
  static Routes of(
      HttpApi.Services services, Authenticator authenticator, CallRates rates, Clock clock) {
    Routes routes = new Routes();
    new TokenRoutes(
            services.apps(),
            services.users(),
            services.tokens(),
            authenticator,
            services.liveDevices(),
            clock)
        .addTo(routes);
    new RegistrationRoute(services.users()).addTo(routes);
    new UserRoutes(services.users(), services.liveDevices()).addTo(routes);
    new ContactRoutes(services.contacts()).addTo(routes);
    new UserMuteRoutes(services.userMutes()).addTo(routes);
    new GroupRoutes(services.groups(), services.groupJoins()).addTo(routes);
    new GroupRequestRoutes(services.groupJoins(), services.groupRequests(), services.groupMembers())
        .addTo(routes);
    new GroupMemberRoutes(services.groupMembers(), GroupWire.GROUPS).addTo(routes);
    new GroupModerationRoutes(services.groupModeration(), services.groupMembers(), GroupWire.GROUPS)
        .addTo(routes);
    services.rooms().accept(routes);
    new ThreadRoutes(services.threads()).addTo(routes);
    new ThreadMessageRoute(services.newestMessages()).addTo(routes);
    new ConversationRoute(services.timelines()).addTo(routes);
    new SendRoutes(services.chat(), services.origins(), rates).addTo(routes);
    new ImportRoutes(services.imports(), services.attachments()).addTo(routes);
    new BroadcastRoutes(services.broadcasts(), rates).addTo(routes);
    new RecallRoutes(services.chat(), services.recallOrigins()).addTo(routes);
    new RewriteRoutes(services.chat()).addTo(routes);
    new DeliveryRoutes(
            services.deliveries(), services.explainer(), services.rules(), services.dispatcher())
        .addTo(routes);
    new PullRoutes(services.eventReaders(), services.consumers(), services.rules()).addTo(routes);
    new ExceptionRoutes(services.exceptions()).addTo(routes);
    new ReplayRoutes(
            services.jobs(), services.rules(), services.deliveries(), services.dispatcher())
        .addTo(routes);
    new RuleRoutes(services.rules(), services.ruleTests(), services.dispatcher()).addTo(routes);
    services.clients().accept(routes);
    Uploads uploads = new Uploads();
    new FileRoutes(services.files(), uploads).addTo(routes);
    new PartUploadRoutes(services.partUploads(), uploads).addTo(routes);
    new SharedFileRoutes(services.sharedFiles(), uploads).addTo(routes);
    new HistoryRoutes(services.history(), services.links()).addTo(routes);
    return routes;
  }
}
