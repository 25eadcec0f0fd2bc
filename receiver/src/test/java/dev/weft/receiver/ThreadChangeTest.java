package dev.weft.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadChangeTest {

  @Test
  void is_told_by_the_header() {
    assertThat(ThreadChange.ofHeader("send")).isEqualTo(ThreadChange.SENT);
    assertThat(ThreadChange.ofHeader("recall")).isEqualTo(ThreadChange.RECALLED);
    assertThat(ThreadChange.ofHeader("modify")).isEqualTo(ThreadChange.MODIFIED);
    assertThat(ThreadChange.ofHeader("pin")).isEqualTo(ThreadChange.UNKNOWN);
    assertThat(ThreadChange.ofHeader(null)).isEqualTo(ThreadChange.UNKNOWN);
  }

  @Test
  void is_sent_when_one_fresh_message_is_more() {
    assertThat(change("send", "send_custom")).isEqualTo(ThreadChange.SENT);
    assertThat(change("modify_newest", "send_custom")).isEqualTo(ThreadChange.SENT);
  }

  @Test
  void is_recalled_when_one_message_is_fewer_and_the_newest_is_untouched() {
    assertThat(change("send", "recall_newest")).isEqualTo(ThreadChange.RECALLED);
    assertThat(change("send", "recall_by_app_admin")).isEqualTo(ThreadChange.RECALLED);
  }

  @Test
  void is_recalled_when_no_message_is_left() {
    assertThat(change("recall_newest", "recall_last_remaining")).isEqualTo(ThreadChange.RECALLED);
    assertThat(ThreadChange.infer(null, Vectors.thread("recall_last_remaining")))
        .isEqualTo(ThreadChange.RECALLED);
  }

  @Test
  void is_modified_when_nothing_came_or_went() {
    assertThat(change("send", "modify_newest")).isEqualTo(ThreadChange.MODIFIED);
  }

  @Test
  void is_unknown_without_a_previous_state() {
    assertThat(ThreadChange.infer(null, Vectors.thread("send"))).isEqualTo(ThreadChange.UNKNOWN);
  }

  @Test
  void is_unknown_when_the_state_is_newer_than_the_callback() {
    assertThat(change("modify_newest", "send")).isEqualTo(ThreadChange.UNKNOWN);
  }

  @Test
  void is_unknown_when_a_callback_between_is_missing() {
    assertThat(change("recall_newest", "send_custom")).isEqualTo(ThreadChange.UNKNOWN);
  }

  private static ThreadChange change(String before, String after) {
    return ThreadChange.infer(ThreadState.after(Vectors.thread(before)), Vectors.thread(after));
  }
}
