package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.Inbox.Received;
import dev.weft.receiver.Attempt.Proof;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a test of an app server can do in a line each.
@WeftTest
class WeftTestTest {

  private String appOfBeforeEach = "";

  @BeforeEach
  void remember(Weft weft) {
    appOfBeforeEach = weft.appKey();
  }

  @Test
  void send_modify_and_recall_arrive_signed_and_in_order(Weft weft) {
    Inbox inbox = weft.inbox();
    ChatThread thread = weft.group("alice", "bob").thread("alice", "lunch");

    Message message = thread.send("bob", "noodles?");
    message.modify("rice?");
    message.recall();

    List<Received> all = inbox.next(3);
    assertThat(all)
        .extracting(one -> one.attempt().change())
        .containsExactly(ThreadChange.SENT, ThreadChange.MODIFIED, ThreadChange.RECALLED);
    assertThat(all).allMatch(one -> one.attempt().proof() == Proof.STANDARD_WEBHOOKS);
    assertThat(all)
        .extracting(one -> ((ThreadCallback) one.callback()).threadId().value())
        .containsOnly(thread.id());
  }

  @Test
  void waiting_for_delivery_ends_when_the_app_has_everything(Weft weft) {
    Inbox inbox = weft.inbox();
    ChatThread thread = weft.group("alice").thread("alice", "many");
    for (int i = 0; i < 20; i++) {
      thread.send("alice", "message " + i);
    }

    weft.awaitDelivered();

    assertThat(inbox.rest()).hasSize(20);
    assertThat(weft.story()).contains("delivered send thread=" + thread.id());
  }

  @Test
  void a_test_has_an_app_of_its_own_and_shares_it_with_its_set_up(Weft weft) {
    assertThat(weft.appKey()).isEqualTo(appOfBeforeEach);
    assertThat(weft.story()).isEqualTo("no callback was due: is there a rule?");
  }

  @Test
  void a_call_that_fails_fails_the_test_with_the_servers_words(Weft weft) {
    Message message = weft.group("alice").send("alice", "once");
    message.recall();

    AssertionError error =
        Objects.requireNonNull(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                AssertionError.class, () -> message.modify("again")));

    assertThat(error)
        .hasMessageContaining("/messages/rewrite/")
        .hasMessageContaining("was answered");
  }
}
