package dev.weft.receiver.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.CallbackKey;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.TestCallbacks;
import dev.weft.receiver.once.OnceHandler.Handled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnceHandlerTest {

  private final List<CallbackKey> done = new ArrayList<>();
  private final OnceHandler handler = OnceHandler.inMemory(accepted -> done.add(accepted.key()));

  @Test
  void does_the_work_once_however_often_the_callback_comes() throws Exception {
    Accepted callback = TestCallbacks.accepted("call-1", "t", 1);

    assertThat(handler.handle(callback)).isEqualTo(Handled.NOW);
    assertThat(handler.handle(callback)).isEqualTo(Handled.BEFORE);
    assertThat(handler.handle(TestCallbacks.accepted("call-2", "t", 2))).isEqualTo(Handled.NOW);
    assertThat(done).containsExactly(new CallbackKey("call-1"), new CallbackKey("call-2"));
  }

  @Test
  void does_the_work_again_when_it_failed() throws Exception {
    List<String> attempts = new ArrayList<>();
    OnceHandler failingOnce =
        OnceHandler.inMemory(
            accepted -> {
              attempts.add("attempt");
              if (attempts.size() == 1) {
                throw new IOException("disk full");
              }
            });
    Accepted callback = TestCallbacks.accepted("call-1", "t", 1);

    assertThatThrownBy(() -> failingOnce.handle(callback)).isInstanceOf(IOException.class);
    assertThat(failingOnce.handle(callback)).isEqualTo(Handled.NOW);
  }

  @Test
  void forgets_the_oldest_when_its_memory_is_full() {
    BoundedSeenCallbacks seen = new BoundedSeenCallbacks(2);
    seen.add(new CallbackKey("1"));
    seen.add(new CallbackKey("2"));
    seen.add(new CallbackKey("3"));

    assertThat(seen.contains(new CallbackKey("1"))).isFalse();
    assertThat(seen.contains(new CallbackKey("2"))).isTrue();
    assertThat(seen.contains(new CallbackKey("3"))).isTrue();
  }
}
