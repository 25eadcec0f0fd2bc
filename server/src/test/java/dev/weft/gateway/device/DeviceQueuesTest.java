package dev.weft.gateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.gateway.device.DeviceQueues.Queue;
import dev.weft.gateway.device.QueueState.Next;
import dev.weft.sync.Followed;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where a device goes on in conversations in which nothing waits when it comes. Its login has the
/// number 1,000: what comes afterwards may have a smaller position, by the clock of another node.
class DeviceQueuesTest {

  private static final AppId APP = new AppId(1);
  private static final UserId BEN = new UserId("ben");
  private static final int GROUPS = 50;

  private static Conversation group(long id) {
    return new Conversation.OfGroup(APP, new GroupId(id));
  }

  private static Conversation room(long id) {
    return new Conversation.OfRoom(APP, new GroupId(id));
  }

  private static Conversation pair(long id) {
    return new Conversation.OfPair(APP, new ConversationId(id), new UserId("anna"), BEN);
  }

  private static DeviceQueues<Long> queues() {
    Device.Details details = new Device.Details("r", 16, "", "", "", "");
    Device device =
        new Device(new DeviceId(7), APP, BEN, details, 1_000, Instant.EPOCH, true, "", false);
    return new DeviceQueues<>(new AppKey("org", "app"), device);
  }

  private static DeviceQueues<Long> begun(Followed... followed) {
    DeviceQueues<Long> queues = queues();
    queues.begin(List.of(followed));
    return queues;
  }

  private static Next pushed(
      DeviceQueues<Long> queues, Conversation in, long previous, long position) {
    return queues.of(in, position).state().appended(previous, position, position);
  }

  @Test
  void what_comes_after_a_login_is_pushed_though_its_position_is_before_it() {
    // In no order.
    List<Followed> followed = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      long id = 1 + i * 37L % GROUPS;
      followed.add(new Followed(group(id), 400 + id, 400 + id));
    }
    DeviceQueues<Long> queues = begun(followed.toArray(Followed[]::new));

    for (long id = 1; id <= GROUPS; id++) {
      assertThat(pushed(queues, group(id), 400 + id, 600)).as("group %d", id).isEqualTo(Next.PUSH);
    }
    assertThat(queues.behind()).hasSize(GROUPS);
  }

  @Test
  void what_lies_between_is_read() {
    DeviceQueues<Long> queues = begun(new Followed(group(1), 500, 500));

    assertThat(pushed(queues, group(1), 600, 700)).isEqualTo(Next.READ);
    assertThat(queues.of(group(1), 700).state().sent()).isEqualTo(500);
  }

  @Test
  void a_pair_that_is_new_is_heard_from_its_first_entry_on() {
    DeviceQueues<Long> queues = begun(new Followed(pair(1), 500, 500));

    assertThat(pushed(queues, pair(2), 0, 600)).isEqualTo(Next.PUSH);
    Queue<Long> unknown = queues.of(pair(3), 800);
    assertThat(unknown.state().appended(Long.MAX_VALUE, 800, null)).isEqualTo(Next.READ);
    assertThat(unknown.state().sent()).isZero();
  }

  @Test
  void of_a_room_nothing_is_heard_that_was_said_before_the_login() {
    DeviceQueues<Long> queues = begun();

    assertThat(pushed(queues, room(1), 500, 600)).as("a node behind").isEqualTo(Next.PUSH);
    assertThat(pushed(queues, room(2), 900, 1_100)).isEqualTo(Next.PUSH);
    assertThat(queues.of(room(2), 1_100).state().sent()).isEqualTo(1_000);
  }

  @Test
  void what_happens_before_it_has_begun_waits_to_be_pulled() {
    DeviceQueues<Long> queues = queues();
    assertThat(queues.isEarly(group(1), 600)).isTrue();
    assertThat(queues.isEarly(pair(2), 700)).isTrue();
    queues.begin(List.of(new Followed(group(1), 500, 500), new Followed(group(3), 500, 500)));

    assertThat(queues.isEarly(group(1), 800)).isFalse();
    assertThat(queues.behind()).hasSize(2);
    assertThat(queues.of(group(1), 0).state().sent()).isEqualTo(500);
    assertThat(queues.of(pair(2), 0).state().sent()).isZero();
  }
}
