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
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who has read a message of a group.
public final class GroupAckRoutes {

  private static final Rate RATE = Rate.of("group-acks");
  private static final int MAX_PAGE = 500;

  private final ReadReceipts receipts;

  public GroupAckRoutes(ReadReceipts receipts) {
    this.receipts = receipts;
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/chatgroups/{}/acks/{}", Access.MEMBER, RATE, this::readers);
  }

  private Answer readers(Call call) {
    String group = call.parameter(0);
    @Nullable UserId asker = call.actor() instanceof Actor.Member(var user, _) ? user : null;
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
                                    asker,
                                    id,
                                    message,
                                    call.query().pageSize("limit", MAX_PAGE, MAX_PAGE),
                                    after)))
            .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(group)));
    @Nullable String next = found.part().next();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("ackmid", call.parameter(1));
    data.put("is_last", next == null);
    data.put("next_key", next == null ? "" : next);
    data.put("timestamp", call.started());
    data.put("total", found.total());
    data.put("userlist", found.part().items().stream().map(UserId::value).toList());
    return Envelope.data(call, data);
  }
}
