package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.Attempt.Proof;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.httpserver.CallbackHttpHandler;
import dev.weft.receiver.once.BoundedSequences;
import dev.weft.receiver.once.GapDetector;
import dev.weft.receiver.once.OnceHandler;
import dev.weft.receiver.pull.GapFiller;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The receiver library's gap filler against a real Weft that gives callbacks up at once.
@WeftTest
class GapFillerTest {

  private final HttpServer server = Inbox.loopback();
  private final Queue<Accepted> handled = new ConcurrentLinkedQueue<>();

  /// Those the app fails on, by their sequence.
  private final Set<Long> broken = ConcurrentHashMap.newKeySet();

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void what_was_given_up_is_fetched_before_what_comes_next(Weft weft) {
    listen(weft, weft.clientSecret());
    ChatThread thread = weft.group("alice").thread("alice", "lunch");

    send(weft, thread, "one");
    broken.addAll(Set.of(2L, 3L));
    send(weft, thread, "two");
    send(weft, thread, "three");
    broken.clear();
    send(weft, thread, "four");

    assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(handled)
        .extracting(one -> one.attempt().proof())
        .containsExactly(
            Proof.STANDARD_WEBHOOKS, Proof.FETCHED, Proof.FETCHED, Proof.STANDARD_WEBHOOKS);
    assertThat(new HashSet<>(handled.stream().map(Accepted::key).toList())).hasSize(4);
    assertThat(handled).allMatch(one -> one.callback().about() != null);
  }

  @Test
  void what_the_app_fails_on_again_does_not_hold_up_its_thread(Weft weft) {
    listen(weft, weft.clientSecret());
    ChatThread thread = weft.group("alice").thread("alice", "lunch");

    send(weft, thread, "one");
    broken.add(2L);
    send(weft, thread, "poison");
    send(weft, thread, "three");

    assertThat(sequences()).containsExactly(1L, 3L);
    assertThat(weft.story()).startsWith("delivered send");
  }

  @Test
  void a_weft_that_cannot_be_asked_makes_the_callback_come_again(Weft weft) {
    listen(weft, "not the secret");
    ChatThread thread = weft.group("alice").thread("alice", "lunch");

    send(weft, thread, "one");
    broken.add(2L);
    send(weft, thread, "two");
    broken.clear();
    send(weft, thread, "three");

    assertThat(sequences()).containsExactly(1L);
    assertThat(weft.story()).startsWith("stored send");
  }

  /// One after the other: a callback given up must be known to Weft before the next one.
  private static void send(Weft weft, ChatThread thread, String text) {
    thread.send("alice", text);
    weft.awaitDelivered();
  }

  private void listen(Weft weft, String clientSecret) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks");
    Rule rule = weft.deliverTo(url, Map.of("retry", List.of("0s")));
    OnceHandler once = OnceHandler.inMemory(this::handle);
    GapFiller filler = new GapFiller(weft.url(), weft.clientId(), clientSecret, rule.name(), once);
    GapDetector watched = new GapDetector(new BoundedSequences(10), filler, once);
    CallbackReceiver receiver = CallbackReceiver.builder().secret(rule.signingSecret()).build();
    server.createContext(
        "/callbacks", new CallbackHttpHandler(new CallbackEndpoint(receiver, watched)));
    server.start();
  }

  private void handle(Accepted accepted) {
    if (broken.contains(accepted.attempt().sequence().orElse(0))) {
      throw new IllegalStateException("the app is broken");
    }
    handled.add(accepted);
  }

  private List<Long> sequences() {
    return handled.stream().map(one -> one.attempt().sequence().orElse(0)).toList();
  }
}
