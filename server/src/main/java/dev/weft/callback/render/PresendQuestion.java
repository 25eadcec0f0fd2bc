package dev.weft.callback.render;

import dev.weft.callback.rule.CallbackRule;
import dev.weft.chat.client.SendCheck.Draft;

/// What a pre-send hook is asked (callback contract, 4.3; `chat_type` after the vendor's table of
/// 2026).
public final class PresendQuestion {

  private PresendQuestion() {}

  /// The body for one rule.
  ///
  /// @param callId of this question
  /// @param id of this question; the message has none yet
  /// @param now milliseconds since 1970, covered by `security`
  public static String of(Draft draft, CallbackRule rule, String callId, String id, long now) {
    boolean inGroup = !draft.groups().isEmpty();
    return JsonWriter.object(
        json -> {
          json.put("callId", callId)
              .put("timestamp", now)
              .put("chat_type", inGroup ? "group" : "chat");
          if (inGroup) {
            json.put("group_id", draft.to());
          }
          json.put("from", draft.from().value())
              .put("to", draft.to())
              .put("msg_id", id)
              .object("payload", payload -> ThreadCallback.content(payload, draft.content()))
              .put("securityVersion", "1.0.0")
              .put("security", VendorSecurity.of(callId, rule.secrets().vendor(), now));
        });
  }
}
