package dev.weft.web.client;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.sync.ConversationRef;
import dev.weft.web.api.Call;
import dev.weft.web.api.Errors;
import dev.weft.web.api.VendorException;
import java.util.Locale;

/// What the calls of clients share.
final class ClientCall {

  private ClientCall() {}

  /// The user at place `index` of the path, who must be the caller; the app's server may call for
  /// everybody.
  ///
  /// @throws VendorException 403 if the caller is somebody else
  static UserId self(Call call, int index) {
    UserId user = UserId.of(call.parameter(index));
    if (call.actor() instanceof Actor.Member(var caller, _) && !caller.isSameAs(user)) {
      throw new VendorException(
          403,
          "forbidden_op",
          "ForbiddenOpException",
          "user " + caller + " may not act for user " + user);
    }
    return user;
  }

  /// Who calls; the app's server is `admin`.
  static UserId caller(Call call) {
    return UserId.of(call.actor().user().value());
  }

  /// The device that calls, as `?resource=` names it; empty if it does not.
  static String resource(Call call) {
    return call.query().text("resource").orElse("");
  }

  /// A conversation by its id and the vendor's word for its kind: `chat`, or `groupchat` in any
  /// spelling.
  static ConversationRef conversation(String type, String id) {
    if (id.isEmpty()) {
      throw Errors.illegalArgument("field channel cannot be null or empty");
    }
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "chat", "singlechat", "user" -> ConversationRef.user(id);
      case "groupchat", "group", "chatgroup" -> ConversationRef.group(id);
      default -> throw Errors.illegalArgument("field type is illegal, please check it!");
    };
  }

  /// `ORG#APP_name@easemob.com`, as the vendor's lists and queues name conversations; also the bare
  /// id.
  static ConversationRef address(Call call, String address) {
    int at = address.indexOf('@');
    String name = at < 0 ? address : address.substring(0, at);
    String prefix = call.app().key() + "_";
    String id = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    return at >= 0 && address.startsWith("conference.", at + 1)
        ? ConversationRef.group(id)
        : ConversationRef.user(id);
  }
}
