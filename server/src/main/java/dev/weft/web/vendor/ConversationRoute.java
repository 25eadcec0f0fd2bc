package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.ResolvedEntry;
import dev.weft.chat.timeline.Timelines;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `GET /conversations/{id}/messages`: what was said in a group, a thread or between two users, by
/// page. Ours: the vendor has hourly files alone.
public final class ConversationRoute {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  private final Timelines timelines;

  public ConversationRoute(Timelines timelines) {
    this.timelines = timelines;
  }

  public void addTo(Routes routes) {
    routes.add(
        "GET", "/conversations/{}/messages", Rate.of("conversation-messages"), this::messages);
  }

  /// A page looks at `limit` entries of the timeline; those that are no message, or one that was
  /// recalled, are left out of it.
  private Answer messages(Call call) {
    Conversation conversation = conversation(call).orElseThrow(Errors::resourceNotFound);
    int limit = call.query().pageSize("limit", DEFAULT_LIMIT, MAX_LIMIT);
    Optional<Long> after = position(call, "after");
    List<ResolvedEntry> page =
        after.isPresent()
            ? timelines.after(conversation.id(), after.get(), limit)
            : timelines.before(
                conversation.id(), position(call, "before").orElse(Long.MAX_VALUE), limit);
    List<Map<String, Object>> data = new ArrayList<>();
    for (ResolvedEntry resolved : page) {
      if (resolved.entry().kind() == EntryKind.MESSAGE && resolved.message() != null) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("position", Long.toString(resolved.entry().position()));
        json.putAll(HistoryRecord.fields(resolved.message()));
        json.put("edits", resolved.message().edits());
        data.add(json);
      }
    }
    Envelope envelope = Envelope.of(call).with("data", data).with("count", data.size());
    if (page.size() == limit) {
      envelope.with("cursor", Long.toString(page.getLast().entry().position()));
    }
    return envelope.answer();
  }

  /// A group or thread by its id, or two users as `user1,user2`.
  private Optional<Conversation> conversation(Call call) {
    String id = call.parameter(0);
    String[] users = id.split(",", -1);
    Optional<Conversation> found =
        users.length == 2
            ? timelines
                .findPair(call.app().id(), UserId.of(users[0]), UserId.of(users[1]))
                .map(Conversation.class::cast)
            : ConversationId.parse(call.app().id(), id).flatMap(timelines::find);
    return found
        .filter(conversation -> conversation.app().equals(call.app().id()))
        .filter(conversation -> !(conversation instanceof Conversation.OfUser));
  }

  private static Optional<Long> position(Call call, String name) {
    return call.query()
        .text(name)
        .map(
            text ->
                MessageId.parse(text)
                    .map(MessageId::value)
                    .orElseThrow(() -> Errors.illegalArgument(name + " must be a position")));
  }
}
