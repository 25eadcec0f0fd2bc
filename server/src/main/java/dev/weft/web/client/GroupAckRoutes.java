package dev.weft.web.client;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.sync.receipt.ReadReceipts;
import dev.weft.sync.receipt.ReadReceipts.Readers;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who has read a message of a group.
public final class GroupAckRoutes {

  private static final Rate RATE = Rate.of("group-acks");
  private static final int MAX_PAGE = 500;
  private static final int MAX_COUNTED = 100;

  private final ReadReceipts receipts;

  public GroupAckRoutes(ReadReceipts receipts) {
    this.receipts = receipts;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", "/chatgroups/{}/acks/{}", Access.MEMBER, RATE, this::readers)
        .add(
            "POST",
            "/chatgroups/{}/acks/batch",
            Access.MEMBER,
            RATE,
            (UnkeyedHandler) this::counts);
  }

  private Answer readers(Call call) {
    String group = call.parameter(0);
    @Nullable String after =
        call.query()
            .text("key")
            .filter(key -> !key.isEmpty() && !key.equals("undefined"))
            .orElse(null);
    Readers found =
        GroupId.parse(call.app().id(), group)
            .flatMap(
                id ->
                    MessageId.parse(call.parameter(1))
                        .flatMap(
                            message ->
                                receipts.readers(
                                    call.app(),
                                    asker(call),
                                    id,
                                    message,
                                    call.query().pageSize("limit", MAX_PAGE, MAX_PAGE),
                                    after)))
            .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(group)));
    List<String> names = found.part().items().stream().map(UserId::value).toList();
    Map<String, Object> data = page(call, found, names);
    data.put(
        "group_ack",
        page(call, found, names.stream().map(name -> Map.of("username", name)).toList()));
    return Envelope.data(call, data);
  }

  private static @Nullable UserId asker(Call call) {
    return call.actor() instanceof Actor.Member(var user, _) ? user : null;
  }

  /// @param users names for SDKs 1.4 and 4; objects inside of `group_ack` for SDK 5, which takes
  ///   nothing else
  private static Map<String, Object> page(Call call, Readers found, List<?> users) {
    @Nullable String next = found.part().next();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("ackmid", call.parameter(1));
    page.put("is_last", next == null);
    page.put("next_key", next == null ? "" : next);
    page.put("timestamp", call.started());
    page.put("total", found.total());
    page.put("userlist", users);
    return page;
  }

  /// SDK 5 asks how many have read several messages.
  private Answer counts(Call call) {
    String group = call.parameter(0);
    List<String> ids = call.json().ids("messageIds").orElse(List.of());
    if (ids.isEmpty() || ids.size() > MAX_COUNTED) {
      throw Errors.illegalArgument("messageIds must name 1 to " + MAX_COUNTED + " messages");
    }
    List<MessageId> messages =
        ids.stream().distinct().map(MessageId::parse).flatMap(Optional::stream).toList();
    GroupId id =
        GroupId.parse(call.app().id(), group)
            .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(group)));
    List<Map<String, Object>> data = new ArrayList<>();
    receipts
        .counts(call.app(), asker(call), id, messages)
        .forEach(
            (message, total) -> data.add(Map.of("ackmid", message.toString(), "total", total)));
    return Envelope.data(call, data);
  }
}
