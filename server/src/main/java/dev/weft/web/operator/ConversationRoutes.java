package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.app.OperatorRole;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.ThreadId;
import dev.weft.chat.message.Conversations;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Json;
import dev.weft.web.operator.OperatorRoutes.Scope;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what was said in a thread, for those who may see it.
public final class ConversationRoutes {

  private final Conversations conversations;
  private final Apps apps;

  public ConversationRoutes(Conversations conversations, Apps apps) {
    this.conversations = conversations;
    this.apps = apps;
  }

  public void addTo(OperatorRoutes routes) {
    routes.add(
        "GET", "/threads/{}/{}/{}/messages", OperatorRole.VIEWER, Scope.TENANT, this::messages);
  }

  private Answer messages(OperatorCall call) {
    App app = OperatorApps.find(call.session(), call.parameter(0) + "#" + call.parameter(1), apps);
    String id = call.parameter(2);
    @Nullable String position = Cursor.decode(call.query());
    if (!id.matches("[0-9]{1,18}") || (position != null && !position.matches("[0-9]{1,18}"))) {
      throw OperatorCall.missing("there is no thread " + id);
    }
    Conversations.Part part =
        conversations
            .read(
                app.id(),
                new ThreadId(Long.parseLong(id)),
                position == null ? null : new MessageId(Long.parseLong(position)),
                call.query().pageSize("limit", 50, 200))
            .orElseThrow(() -> OperatorCall.missing("there is no thread " + id));
    MessageId next = part.next();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("thread", json(part.thread()));
    json.put(
        "data", part.messages().stream().map(one -> json(one, call.session().seesText())).toList());
    json.put("count", part.messages().size());
    if (next != null) {
      json.put("cursor", Cursor.encode(Long.toString(next.value())));
    }
    return new Answer.Document(200, json);
  }

  private static Map<String, Object> json(ChatThread thread) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", Long.toString(thread.id().value()));
    json.put("name", thread.name());
    json.put("owner", thread.owner().toString());
    json.put("group", Long.toString(thread.group().value()));
    json.put("created", thread.created().toEpochMilli());
    json.put("message_count", thread.messageCount());
    json.put("sequence", thread.sequence());
    return json;
  }

  private static Map<String, Object> json(Conversations.Spoken spoken, boolean seesText) {
    Message message = spoken.message();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("msg_id", Long.toString(message.id().value()));
    json.put("from", message.from().toString());
    json.put("type", message.content().type().wireName());
    json.put("sent", message.sent().toEpochMilli());
    json.put("changed", message.changed().toEpochMilli());
    json.put("edits", message.edits());
    json.put("recalled", spoken.recalled());
    if (seesText && !spoken.recalled()) {
      json.put("body", Json.raw(message.content().body().getBytes(StandardCharsets.UTF_8)));
    }
    return json;
  }
}
