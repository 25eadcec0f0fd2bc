package dev.weft.web.client;

import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.sync.attribute.MemberAttributes;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Name cards: what a member of a group is called there. A card is the member's attribute
/// `nameCard`, so that both ways of asking tell the same. SDK 5 asks for the cards of whoever it
/// shows.
final class NameCardRoutes {

  private static final Rate RATE = Rate.of("member-metadata");
  private static final String ATTRIBUTE = "nameCard";
  private static final int MAX_MEMBERS = 50;
  private static final int MAX_LENGTH = 128;

  private final MemberAttributes attributes;

  NameCardRoutes(MemberAttributes attributes) {
    this.attributes = attributes;
  }

  void addTo(Routes routes) {
    routes
        .add("PUT", "/sdk/chatgroups/{}/nameCard", Access.MEMBER, RATE, this::set)
        .add("POST", "/sdk/chatgroups/{}/nameCard/batch/get", Access.MEMBER, RATE, this::get);
  }

  private Answer set(Call call) {
    String card =
        call.json()
            .text(ATTRIBUTE)
            .filter(text -> text.length() <= MAX_LENGTH)
            .orElseThrow(
                () -> Errors.illegalArgument("nameCard is missing or longer than " + MAX_LENGTH));
    UserId user = ClientCall.caller(call);
    Map<UserId, Map<String, String>> wanted = Map.of(user, Map.of(ATTRIBUTE, card));
    if (attributes.set(call.app(), call.actor(), group(call), wanted).isEmpty()) {
      throw MemberAttributeRoutes.tooLarge();
    }
    return Envelope.data(call, Map.of(ATTRIBUTE, card));
  }

  private Answer get(Call call) {
    JsonBody body = call.json();
    List<UserId> members =
        body.users("members")
            .orElseThrow(() -> Errors.illegalArgument("members must be provided."));
    if (members.size() > MAX_MEMBERS) {
      throw Errors.illegalArgument("members size is more than max limit : " + MAX_MEMBERS);
    }
    Map<String, Object> cards = new LinkedHashMap<>();
    found(call, members)
        .forEach(
            (user, values) -> {
              String card = values.get(ATTRIBUTE);
              if (card != null) {
                cards.put(user, Map.of("namecard", card));
              }
            });
    return Envelope.data(call, cards);
  }

  /// A client asks for the cards of those whom a notice names, also of the notice that the group is
  /// gone: then there are none.
  private Map<String, Map<String, String>> found(Call call, List<UserId> members) {
    try {
      return attributes.ofMembers(
          call.app(), call.actor(), group(call), members, List.of(ATTRIBUTE));
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.GroupNotFound) {
        return Map.of();
      }
      throw e;
    }
  }

  private static GroupId group(Call call) {
    String id = call.parameter(0);
    return GroupId.parse(call.app().id(), id)
        .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(id)));
  }
}
