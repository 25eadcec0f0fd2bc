package dev.weft.web.vendor;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.message.Messages;
import dev.weft.chat.message.Messages.Recall;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.RefusalErrors;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Recalling messages over REST, one or many (REST contract, section 5.3).
public final class RecallRoutes {

  private static final int MAX_BATCH = 30;

  /// Longer than anybody says beside a recall: it is kept with the entry that tells of it.
  private static final int MAX_INFO = 4_096;

  private final Messages chat;
  private final Function<String, Origin> origins;

  /// What the vendor calls the kinds of conversations here.
  private static final Set<String> CHAT_TYPES = Set.of("chat", "groupchat", "chatroom");

  /// @param origins what a recall is kept with that says something more to clients; an empty text
  ///   says nothing
  public RecallRoutes(Messages chat, Function<String, Origin> origins) {
    this.chat = chat;
    this.origins = origins;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/messages/msg_recall", Rate.of("recall"), this::recall)
        .add("POST", "/messages/batch_recall", Rate.of("recall-batch"), this::recallBatch)
        .add("POST", "/messages/recall", Rate.of("recall-batch"), this::recallBatch);
  }

  /// A recall as it was asked for.
  private record Asked(String messageId, String chatType, Recall recall) {

    Map<String, Object> answer() {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("recalled", "yes");
      answer.put("chattype", chatType);
      answer.put("from", recall.operator().value());
      answer.put("to", recall.to());
      answer.put("msg_id", messageId);
      return answer;
    }

    /// One message of a batch that stays: the others are recalled all the same.
    Map<String, Object> refused(Refusal refusal) {
      Map<String, Object> answer = answer();
      answer.put("recalled", "no");
      answer.put("reason", RefusalErrors.of(refusal).description());
      return answer;
    }
  }

  private Answer recall(Call call) {
    Asked asked = asked(call, call.json());
    List<Optional<Refusal>> refusals = recall(call, List.of(asked));
    if (refusals.getFirst().isPresent()) {
      throw new RefusedException(refusals.getFirst().get());
    }
    return Envelope.data(call, asked.answer());
  }

  private Answer recallBatch(Call call) {
    JsonNode messages = call.json().node("msgs").orElseThrow(() -> empty("msgs"));
    if (!messages.isArray() || messages.isEmpty()) {
      throw empty("msgs");
    }
    if (messages.size() > MAX_BATCH) {
      throw error("params msgs's size can't exceed limit " + MAX_BATCH);
    }
    List<Asked> asked = new ArrayList<>();
    for (JsonNode message : messages) {
      if (!(message instanceof ObjectNode object)) {
        throw Errors.invalidBody();
      }
      asked.add(asked(call, new JsonBody(object, Errors::invalidBody)));
    }
    List<Optional<Refusal>> refusals = recall(call, asked);
    List<Map<String, Object>> data = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Asked one = asked.get(i);
      data.add(refusals.get(i).map(one::refused).orElseGet(one::answer));
    }
    return Envelope.data(call, data);
  }

  private List<Optional<Refusal>> recall(Call call, List<Asked> asked) {
    return chat.recallEach(
        call.app(),
        call.actor(),
        asked.stream().map(Asked::recall).toList(),
        recall -> origins.apply(recall.info() == null ? "" : recall.info()));
  }

  private static Asked asked(Call call, JsonBody body) {
    String id = required(body, "msg_id");
    String to = required(body, "to");
    String chatType = required(body, "chat_type");
    if (!CHAT_TYPES.contains(chatType)) {
      throw error("param chat_type is illegal");
    }
    UserId from =
        body.id("from")
            .filter(text -> !text.isEmpty())
            .map(UserId::new)
            .orElseGet(call.actor()::user);
    // The newest page requires `force`, older ones and the v2 SDK leave it out: missing is false.
    boolean force = body.flag("force").orElse(false);
    MessageId message = MessageIds.parse(id);
    @Nullable String info = body.text("recallMessageExtensionInfo").orElse(null);
    if (info != null && info.length() > MAX_INFO) {
      throw error("params recallMessageExtensionInfo's size can't exceed limit " + MAX_INFO);
    }
    return new Asked(id, chatType, new Recall(message, to, from, force, info));
  }

  private static String required(JsonBody body, String name) {
    return body.id(name).filter(text -> !text.isEmpty()).orElseThrow(() -> empty(name));
  }

  private static VendorException empty(String parameter) {
    return error("param " + parameter + " can't be empty");
  }

  private static VendorException error(String description) {
    return new VendorException(400, "message_recall_error", "MessageRecallException", description);
  }
}
