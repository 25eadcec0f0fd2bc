package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.ThreadId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.log.DeliveryQuery;
import dev.weft.delivery.log.DeliverySearch;
import dev.weft.delivery.log.FailedAttempt;
import dev.weft.delivery.log.FoundDelivery;
import dev.weft.delivery.log.Waiting;
import dev.weft.tx.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An operator finds a delivery by whatever is at hand, in any app, however many there are.
class DeliverySearchTest extends EachStore {

  private static final RuleId RULE = new RuleId(1);
  private static final RuleId OTHER_RULE = new RuleId(2);
  private static final Timings TOOK =
      new Timings(null, null, null, Duration.ofMillis(3), Duration.ofMillis(4));

  /// What is looked for; each part that is not set does not filter.
  private static DeliveryQuery query(@Nullable Long app, @Nullable String id) {
    return new DeliveryQuery(app, id, null, null, null, null, null, null, null, null);
  }

  private final AtomicLong ids = new AtomicLong(500_000_000_000_000L);

  private static DeliveryQuery inState(State state) {
    return new DeliveryQuery(null, null, null, null, null, state, null, null, null, null);
  }

  private static DeliveryQuery inConversation(String conversation) {
    return new DeliveryQuery(null, null, null, conversation, null, null, null, null, null, null);
  }

  private static DeliveryQuery withStatus(int status) {
    return new DeliveryQuery(null, null, null, null, null, null, status, null, null, null);
  }

  private static DeliveryQuery ofRule(RuleId rule) {
    return new DeliveryQuery(null, null, rule, null, null, null, null, null, null, null);
  }

  private DeliverySearch search() {
    return database.deliverySearch();
  }

  private List<String> calls(DeliveryQuery query) {
    return read(snapshot -> search().search(snapshot, query, null, 100)).deliveries().stream()
        .map(found -> found.delivery().callId().value())
        .toList();
  }

  private Delivery add(long app, RuleId rule, String conversation, String call, String subject) {
    return call(tx ->
            database
                .deliveries()
                .add(tx, content(app, rule, conversation, call, subject, NOW), Kind.LIVE))
        .delivery();
  }

  private static NewDelivery content(
      long app, RuleId rule, String conversation, String call, String subject, Instant at) {
    return new NewDelivery(
        app,
        new Lane(rule, conversation),
        new CallId(call),
        "send",
        1,
        subject,
        Body.of("{}".getBytes(StandardCharsets.UTF_8)),
        at,
        null);
  }

  private void settle(Delivery delivery, Outcome outcome, Verdict verdict) {
    List<Attempt> settled = List.of(new Attempt(delivery, NOW, outcome, verdict));
    run(tx -> assertThat(database.deliveries().settle(tx, settled)).isNotNull());
  }

  @Test
  void finds_by_any_id_in_one_app_or_all() {
    add(1, RULE, "100", "call-a", "900");
    add(1, OTHER_RULE, "100", "call-a", "900");
    add(2, RULE, "200", "call-b", "901");
    run(tx -> addToTimeline(tx, 200, new MessageId(901)));

    assertThat(calls(query(null, "call-a"))).containsExactly("call-a", "call-a");
    assertThat(calls(query(null, "900"))).containsExactly("call-a", "call-a");
    assertThat(calls(query(null, "200"))).containsExactly("call-b");
    assertThat(calls(query(1L, "200"))).isEmpty();
    assertThat(calls(query(2L, null))).containsExactly("call-b");
    assertThat(calls(query(null, "nothing"))).isEmpty();
  }

  @Test
  void shows_how_the_newest_attempt_went() {
    Delivery delivered = add(1, RULE, "a", "ok", "1");
    Delivery refused = add(1, RULE, "b", "refused", "2");
    Delivery silent = add(1, OTHER_RULE, "c", "silent", "3");
    add(1, RULE, "d", "waiting", "4");
    settle(delivered, new Outcome.Acknowledged(200, "", TOOK), new Verdict.Delivered());
    settle(refused, new Outcome.Refused(503, "busy 17", null, TOOK), new Verdict.Store());
    settle(
        silent,
        new Outcome.Unreachable(Failure.TIMEOUT, "no answer in 10 s", Timings.NONE),
        new Verdict.RetryAt(NOW.plusSeconds(5)));

    Map<String, FoundDelivery> found = new LinkedHashMap<>();
    read(snapshot -> search().search(snapshot, query(null, null), null, 10))
        .deliveries()
        .forEach(one -> found.put(one.delivery().callId().value(), one));

    assertThat(found(found, "ok").status()).isEqualTo(200);
    assertThat(found(found, "ok").took()).isEqualTo(Duration.ofMillis(4));
    assertThat(found(found, "refused").status()).isEqualTo(503);
    assertThat(found(found, "silent").status()).isNull();
    assertThat(found(found, "silent").failure()).isEqualTo("TIMEOUT");
    assertThat(found(found, "waiting").took()).isNull();
    assertThat(calls(withStatus(503))).containsExactly("refused");
    assertThat(calls(withStatus(200))).containsExactly("ok");
    assertThat(calls(withStatus(404))).isEmpty();
    assertThat(calls(inState(State.STORED))).containsExactly("refused");
    assertThat(calls(inState(State.PENDING))).containsExactly("waiting", "silent");
    assertThat(calls(ofRule(OTHER_RULE))).containsExactly("silent");
    Map<LaneOwner, Waiting> waiting = read(snapshot -> search().waiting(snapshot));
    List<FailedAttempt> failures = read(snapshot -> search().failures(snapshot, null, 10));
    List<FailedAttempt> ofOther = read(snapshot -> search().failures(snapshot, 2L, 10));
    assertThat(waiting)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(RULE, new Waiting(1, NOW), OTHER_RULE, new Waiting(1, NOW)));
    assertThat(failures)
        .extracting(FailedAttempt::text)
        .containsExactly("no answer in 10 s", "busy 17");
    assertThat(ofOther).isEmpty();
  }

  @Test
  void finds_by_the_sender_of_the_message() {
    MessageId message = Ids.firstAt(NOW);
    run(tx -> database.messages().insert(tx, from("ann", message)));
    add(1, RULE, "t", "of ann", message.toString());
    add(1, RULE, "t", "of another", Ids.firstAt(NOW.plusSeconds(1)).toString());
    add(1, RULE, "t", "of no message", "9999999999999999999");
    add(2, RULE, "t", "of another app", message.toString());

    assertThat(calls(fromUser("ann"))).containsExactly("of ann");
    assertThat(calls(fromUser("bob"))).isEmpty();
  }

  private static DeliveryQuery fromUser(String user) {
    return new DeliveryQuery(null, null, null, null, user, null, null, null, null, null);
  }

  private static Message from(String user, MessageId id) {
    return new Message(
        id,
        new AppId(1),
        new Recipient.ToGroup(new GroupId(1)),
        new UserId(user),
        new Content(MessageType.TXT, "{}", Content.NO_EXT),
        NOW,
        NOW,
        0,
        null,
        null);
  }

  @Test
  void pages_back_to_the_beginning_without_leaving_one_out() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      add(1, RULE, "t", "call-" + i, "s" + i);
      expected.addFirst("call-" + i);
    }
    assertThat(pages(inConversation("t"))).isEqualTo(expected);
  }

  @Test
  void finds_all_callbacks_of_a_thread_by_its_messages() {
    String thread = conversation(7);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      String call = "call-" + i;
      int at = i;
      run(
          tx -> {
            addToTimeline(tx, Long.parseLong(thread), Ids.firstAt(NOW.plusSeconds(at)));
            // Only some of the messages have callbacks, one in the middle of nothing.
            if (at < 50 || at == 1_000 || at > 2_000) {
              database
                  .deliveries()
                  .add(
                      tx,
                      content(1, RULE, thread, call, message(at), NOW.plusSeconds(at)),
                      Kind.LIVE);
              expected.addFirst(call);
            }
          });
    }
    add(1, RULE, thread, "renamed", thread);
    expected.addFirst("renamed");
    add(1, RULE, conversation(8), "of another", "1");

    assertThat(pages(inConversation(thread))).isEqualTo(expected);
    assertThat(pages(query(null, thread))).isEqualTo(expected);
  }

  @Test
  void a_status_is_that_of_the_newest_attempt() {
    Delivery retried = add(1, RULE, "a", "taken at last", "1");
    settle(
        retried,
        new Outcome.Refused(503, "busy", null, TOOK),
        new Verdict.RetryAt(NOW.plusSeconds(5)));
    assertThat(calls(withStatus(503))).containsExactly("taken at last");
    assertThat(calls(inState(State.PENDING))).containsExactly("taken at last");

    Delivery again = retried.attempted(NOW.plusSeconds(5));
    settle(again, new Outcome.Acknowledged(200, "", TOOK), new Verdict.Delivered());

    assertThat(calls(withStatus(503))).isEmpty();
    assertThat(calls(withStatus(200))).containsExactly("taken at last");
    assertThat(calls(inState(State.PENDING))).isEmpty();
  }

  @Test
  void pages_through_answers_that_refused_and_through_what_waits() {
    List<String> refused = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      Delivery delivery = add(1, RULE, "t", "call-" + i, "s" + i);
      if (i % 2 == 0) {
        settle(delivery, new Outcome.Refused(410, "gone", null, TOOK), new Verdict.Store());
        refused.addFirst("call-" + i);
      } else {
        waiting.addFirst("call-" + i);
      }
    }
    assertThat(pages(withStatus(410))).isEqualTo(refused);
    assertThat(pages(inState(State.PENDING))).isEqualTo(waiting);
  }

  private List<String> pages(DeliveryQuery query) {
    List<String> seen = new ArrayList<>();
    @Nullable Long before = null;
    do {
      @Nullable Long from = before;
      DeliverySearch.Found page = read(snapshot -> search().search(snapshot, query, from, 100));
      page.deliveries().forEach(one -> seen.add(one.delivery().callId().value()));
      before = page.next();
    } while (before != null);
    return seen;
  }

  private static String conversation(int i) {
    return Long.toString(600_000_000_000_000L + i % 5000);
  }

  private static String message(int i) {
    return Ids.firstAt(NOW.plusSeconds(i)).toString();
  }

  private void addToTimeline(Tx tx, long thread, MessageId message) {
    database
        .timelines(ids::incrementAndGet)
        .append(
            tx,
            new Conversation.OfThread(new AppId(1), new ThreadId(thread), new GroupId(1)),
            new Entry(message.value(), EntryKind.MESSAGE, message, Origin.SERVER, null),
            _ -> {});
  }

  private static FoundDelivery found(Map<String, FoundDelivery> found, String call) {
    return Objects.requireNonNull(found.get(call), call);
  }
}
