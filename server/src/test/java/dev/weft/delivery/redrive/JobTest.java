package dev.weft.delivery.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.chat.SteppingClock;
import dev.weft.delivery.CallId;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.ExpiredCallback;
import dev.weft.delivery.Kind;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.engine.AppServer;
import dev.weft.delivery.engine.AppServer.Received;
import dev.weft.delivery.engine.DeliveryFixture;
import dev.weft.delivery.engine.FastClock;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryStory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Callbacks are sent once more by jobs: each once, in order, beside what happens live.
@Timeout(180)
@Tag("slow")
class JobTest {

  private static final RetryPolicy PATIENT = DeliveryFixture.retrying(20, 20, 20, 20);

  @TempDir Path folder;

  private final AtomicInteger status = new AtomicInteger(200);

  private DeliveryFixture fixture() {
    return fixture(Clock.systemUTC(), DeliveryListener.NONE);
  }

  private DeliveryFixture fixture(Clock clock, DeliveryListener listener) {
    return new DeliveryFixture(
        folder.resolve("weft.db"),
        DeliverySettings.DEFAULT,
        DeliveryFixture.DEADLINE,
        listener,
        clock);
  }

  private AppServer answering() {
    return new AppServer((_, out) -> AppServer.respond(out, status.get(), ""));
  }

  private static AppServer takingAfter(CountDownLatch end) {
    return new AppServer(
        (_, out) -> {
          end.await();
          AppServer.respond(out, 200, "");
        });
  }

  private static void start(DeliveryFixture fixture) {
    fixture.dispatcher.start();
    fixture.runner.start();
  }

  private static List<NewDelivery> callbacks(int rule, int conversations, int each) {
    List<NewDelivery> all = new ArrayList<>();
    for (int number = 0; number < each; number++) {
      for (int conversation = 0; conversation < conversations; conversation++) {
        all.add(DeliveryFixture.callback(rule, "t" + conversation, number));
      }
    }
    return all;
  }

  /// Sends them live and waits until the outbox is empty again.
  private static List<NewDelivery> sent(DeliveryFixture fixture, List<NewDelivery> callbacks) {
    fixture.addAll(callbacks);
    await().until(() -> fixture.backlog() == 0);
    return callbacks;
  }

  private static Selection.Matching ofRule(long rule) {
    return new Selection.Matching(
        new DeliveryFilter(
            DeliveryFixture.APP, new RuleId(rule), null, null, null, null, null, null),
        List.of());
  }

  private static Job replay(DeliveryFixture fixture, Selection selection, @Nullable URI target) {
    return fixture.jobs.start(
        DeliveryFixture.APP, JobKind.REPLAY, selection, target, Jobs.MAX_RATE);
  }

  private static Job resend(DeliveryFixture fixture, NewDelivery callback) {
    return fixture.jobs.start(
        DeliveryFixture.APP,
        JobKind.RESEND,
        new Selection.Matching(
            DeliveryFilter.ofApp(DeliveryFixture.APP), List.of(callback.callId())),
        null,
        Jobs.DEFAULT_RATE);
  }

  private static Job now(DeliveryFixture fixture, Job job) {
    return fixture.jobs.find(DeliveryFixture.APP, job.id()).orElseThrow();
  }

  private static Job ended(DeliveryFixture fixture, Job job) {
    return await().until(() -> now(fixture, job), found -> found.state() != JobState.RUNNING);
  }

  private static List<String> bodies(List<NewDelivery> callbacks) {
    return callbacks.stream().map(callback -> callback.body().toString()).toList();
  }

  private static List<String> ofConversation(List<String> bodies, String conversation) {
    return bodies.stream().filter(body -> body.contains("/" + conversation + "/")).toList();
  }

  @Test
  void sends_the_same_bytes_and_ids_again_in_the_same_order() {
    try (AppServer app = answering();
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);
      start(fixture);
      List<NewDelivery> callbacks = sent(fixture, callbacks(1, 3, 20));
      app.received.clear();

      Job job = ended(fixture, replay(fixture, ofRule(1), null));

      assertThat(job.state()).isEqualTo(JobState.DONE);
      assertThat(job.counts()).isEqualTo(new Job.Counts(60, 60, 0, 0));
      assertThat(app.bodies()).containsExactlyInAnyOrderElementsOf(bodies(callbacks));
      assertThat(ofConversation(app.bodies(), "t1"))
          .containsExactlyElementsOf(ofConversation(bodies(callbacks), "t1"));
      Received first = app.received.getFirst();
      assertThat(first.header("weft-replay")).isEqualTo("true");
      assertThat(first.header("weft-attempt")).isEqualTo("1");
      assertThat(first.header("webhook-id")).isEqualTo("call-" + first.body());
    }
  }

  @Test
  void goes_behind_what_waits_in_its_conversation() {
    CountDownLatch held = new CountDownLatch(1);
    try (AppServer app =
            new AppServer(
                (callback, out) -> {
                  if (callback.body().endsWith("/100")) {
                    held.await();
                  }
                  AppServer.respond(out, 200, "");
                });
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);
      start(fixture);
      sent(fixture, callbacks(1, 1, 2));
      app.received.clear();
      fixture.add(DeliveryFixture.callback(1, "t0", 100));
      fixture.add(DeliveryFixture.callback(1, "t0", 101));
      Job job = replay(fixture, ofRule(1), null);
      await().until(() -> now(fixture, job).counts().queued() == 2);
      fixture.add(DeliveryFixture.callback(1, "t0", 102));

      held.countDown();
      ended(fixture, job);

      await().until(() -> fixture.backlog() == 0);
      assertThat(app.bodies())
          .containsExactly("1/t0/100", "1/t0/101", "1/t0/0", "1/t0/1", "1/t0/102");
    }
  }

  @Test
  void selects_neither_replays_nor_tests_nor_what_is_on_its_way() {
    try (AppServer app = answering();
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.rule(2, app.url(), DeliveryFixture.retrying(60_000));
      start(fixture);
      sent(fixture, callbacks(1, 1, 3));
      ended(fixture, replay(fixture, ofRule(1), null));
      fixture.dispatcher.test(DeliveryFixture.callback(1, "test", 1));
      status.set(500);
      fixture.add(DeliveryFixture.callback(2, "t", 0));
      await()
          .until(
              () ->
                  fixture.story(DeliveryFixture.callback(2, "t", 0)).orElseThrow().attempts().size()
                      > 0);
      status.set(200);

      Selection everything =
          new Selection.Matching(DeliveryFilter.ofApp(DeliveryFixture.APP), List.of());

      assertThat(ended(fixture, replay(fixture, everything, null)).counts())
          .isEqualTo(new Job.Counts(3, 3, 0, 0));
    }
  }

  @Test
  void tells_beforehand_what_it_would_send_and_sends_nothing() {
    try (AppServer app = answering();
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);
      start(fixture);
      List<NewDelivery> callbacks = sent(fixture, callbacks(1, 2, 5));
      long newest = fixture.transactions.read(fixture.jobStore::newest);

      Jobs.Outlook outlook = fixture.jobs.preview(ofRule(1));

      assertThat(outlook.exact()).isTrue();
      assertThat(outlook.found().count()).isEqualTo(10);
      assertThat(outlook.found().first()).isNotNull().isBeforeOrEqualTo(outlook.found().last());
      assertThat(
              fixture
                  .jobs
                  .preview(
                      new Selection.Matching(
                          DeliveryFilter.ofApp(DeliveryFixture.APP),
                          List.of(callbacks.get(3).callId(), new CallId("unknown"))))
                  .found()
                  .count())
          .isEqualTo(1);
      assertThat(fixture.transactions.<Long>read(fixture.jobStore::newest)).isEqualTo(newest);
      assertThat(fixture.jobs.list(DeliveryFixture.APP)).isEmpty();
    }
  }

  @Test
  void resends_what_was_given_up_until_it_is_taken() {
    try (AppServer app = answering();
        DeliveryFixture fixture = fixture(new FastClock(20), DeliveryListener.NONE)) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      start(fixture);
      status.set(500);
      NewDelivery callback = sent(fixture, callbacks(1, 1, 1)).getFirst();
      assertThat(fixture.state(callback)).isEqualTo(State.STORED);
      StoredDateKey stored = fixture.storage.dateKeys(DeliveryFixture.APP).getFirst();
      assertThat(stored.size()).isEqualTo(1);
      assertThat(stored.rounds()).isZero();
      app.received.clear();

      Job failing = fixture.storage.resend(DeliveryFixture.APP, stored.dateKey(), null).getFirst();

      assertThat(ended(fixture, failing).counts()).isEqualTo(new Job.Counts(1, 0, 1, 0));
      assertThat(app.received).as("at once, after 5 s, after 15 s").hasSize(3);
      assertThat(fixture.state(callback)).isEqualTo(State.STORED);
      assertThat(fixture.storage.dateKeys(DeliveryFixture.APP))
          .containsExactly(new StoredDateKey(stored.dateKey(), 1, 1));

      status.set(200);
      Job taken = fixture.storage.resend(DeliveryFixture.APP, stored.dateKey(), null).getFirst();

      assertThat(ended(fixture, taken).counts()).isEqualTo(new Job.Counts(1, 1, 0, 0));
      assertThat(fixture.state(callback)).isEqualTo(State.DELIVERED);
      assertThat(fixture.storage.dateKeys(DeliveryFixture.APP)).isEmpty();
      assertThat(fixture.storage.resend(DeliveryFixture.APP, stored.dateKey(), null)).isEmpty();
    }
  }

  @Test
  void sends_nothing_that_another_job_has_in_hand() {
    CountDownLatch held = new CountDownLatch(1);
    try (AppServer app =
            new AppServer(
                (callback, out) -> {
                  if (!callback.header("weft-replay").isEmpty()) {
                    held.await();
                  }
                  AppServer.respond(out, status.get(), "");
                });
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      start(fixture);
      status.set(500);
      NewDelivery callback = sent(fixture, callbacks(1, 1, 1)).getFirst();
      status.set(200);
      Job first = resend(fixture, callback);
      await().until(() -> now(fixture, first).counts().queued() == 1);

      assertThat(ended(fixture, resend(fixture, callback)).counts())
          .isEqualTo(new Job.Counts(0, 0, 0, 1));

      held.countDown();
      assertThat(ended(fixture, first).counts()).isEqualTo(new Job.Counts(1, 1, 0, 0));
    }
  }

  @Test
  void goes_on_after_a_restart_and_queues_each_callback_once() {
    List<NewDelivery> callbacks;
    Job job;
    try (AppServer app = answering();
        DeliveryFixture before = fixture()) {
      before.rule(1, app.url(), PATIENT);
      start(before);
      callbacks = sent(before, callbacks(1, 4, 50));
      job = before.jobs.start(DeliveryFixture.APP, JobKind.REPLAY, ofRule(1), null, 100);
      await().until(() -> now(before, job).counts().queued() > 20);
    }
    try (AppServer app = answering();
        DeliveryFixture after = fixture()) {
      after.rule(1, app.url(), PATIENT);
      assertThat(now(after, job).counts().queued()).isBetween(1L, 199L);
      start(after);

      assertThat(ended(after, job).counts()).isEqualTo(new Job.Counts(200, 200, 0, 0));

      for (NewDelivery callback : callbacks) {
        List<DeliveryStory> stories =
            after.transactions.read(
                snapshot -> after.log.find(snapshot, DeliveryFixture.APP, callback.callId()));
        assertThat(stories)
            .as(callback.callId().value())
            .extracting(story -> story.delivery().kind())
            .containsExactly(Kind.LIVE, Kind.REPLAY);
      }
      assertThat(ofConversation(app.bodies(), "t2")).isSortedAccordingTo(JobTest::byNumber);
    }
  }

  private static int byNumber(String a, String b) {
    return Integer.compare(number(a), number(b));
  }

  private static int number(String body) {
    return Integer.parseInt(body.substring(body.lastIndexOf('/') + 1));
  }

  @Test
  void to_another_url_it_holds_up_nothing_live_and_settles_no_original() {
    CountDownLatch end = new CountDownLatch(1);
    try (AppServer app = answering();
        AppServer elsewhere = takingAfter(end);
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      start(fixture);
      status.set(500);
      List<NewDelivery> stored = sent(fixture, callbacks(1, 2, 3));
      status.set(200);
      Job job = replay(fixture, ofRule(1), elsewhere.url());
      await().until(() -> elsewhere.received.size() == 2);

      List<NewDelivery> live =
          IntStream.range(10, 60).mapToObj(n -> DeliveryFixture.callback(1, "t0", n)).toList();
      fixture.addAll(live);
      await().until(() -> fixture.state(live.getLast()) == State.DELIVERED);

      assertThat(now(fixture, job).state()).isEqualTo(JobState.RUNNING);
      assertThat(elsewhere.received.getFirst().header("webhook-signature"))
          .as("signed as the rule signs")
          .startsWith("v1,call-");
      end.countDown();
      assertThat(ended(fixture, job).counts()).isEqualTo(new Job.Counts(6, 6, 0, 0));
      assertThat(fixture.state(stored.getFirst())).isEqualTo(State.STORED);
      assertThat(fixture.storage.size()).isEqualTo(6);
    }
  }

  @Test
  void a_resend_that_is_taken_elsewhere_is_over_too() {
    try (AppServer app = answering();
        AppServer elsewhere = AppServer.willing();
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      fixture.rule(2, app.url(), RetryPolicy.VENDOR);
      start(fixture);
      status.set(500);
      List<NewDelivery> stored =
          sent(
              fixture,
              List.of(DeliveryFixture.callback(1, "t", 1), DeliveryFixture.callback(2, "t", 1)));
      DateKey dateKey = fixture.storage.dateKeys(DeliveryFixture.APP).getFirst().dateKey();

      List<Job> jobs = fixture.storage.resend(DeliveryFixture.APP, dateKey, elsewhere.url());

      assertThat(jobs).as("each rule signs with its own secret").hasSize(2);
      jobs.forEach(job -> ended(fixture, job));
      assertThat(elsewhere.bodies()).containsExactlyInAnyOrder("1/t/1", "2/t/1");
      assertThat(fixture.state(stored.getLast())).isEqualTo(State.DELIVERED);
      assertThat(fixture.storage.dateKeys(DeliveryFixture.APP)).isEmpty();
      await().until(() -> fixture.book.isEmpty() && fixture.dispatcher.lanesInMemory() == 0);
    }
  }

  @Test
  void fails_when_its_own_url_answers_410_and_leaves_nothing_behind() {
    try (AppServer app = answering();
        AppServer gone = new AppServer((_, out) -> AppServer.respond(out, 410, ""));
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);
      start(fixture);
      sent(fixture, callbacks(1, 5, 5));

      Job job = ended(fixture, replay(fixture, ofRule(1), gone.url()));

      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(job.reason()).contains("410");
      await().until(() -> fixture.backlog() == 0 && fixture.book.isEmpty());
      await().until(() -> fixture.dispatcher.lanesInMemory() == 0);
      assertThat(fixture.dispatcher.unhealthy().values())
          .noneMatch(health -> health instanceof EndpointHealth.Paused);
    }
  }

  @Test
  void ends_when_it_is_cancelled() {
    CountDownLatch end = new CountDownLatch(1);
    try (AppServer app = answering();
        AppServer elsewhere = takingAfter(end);
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);
      start(fixture);
      sent(fixture, callbacks(1, 100, 3));
      Job job = replay(fixture, ofRule(1), elsewhere.url());
      await().until(() -> now(fixture, job).counts().queued() == 256);
      assertThat(fixture.backlog()).isEqualTo(256);

      Job cancelled = fixture.jobs.cancel(DeliveryFixture.APP, job.id()).orElseThrow();

      assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
      assertThat(cancelled.finished()).isNotNull();
      assertThat(fixture.jobs.cancel(8, job.id())).as("of another app").isEmpty();
      end.countDown();
      await().until(() -> fixture.backlog() == 0);
      assertThat(elsewhere.received).hasSizeLessThanOrEqualTo(64);
      assertThat(now(fixture, job).counts().delivered()).isLessThanOrEqualTo(64);
    }
  }

  @Test
  void queues_no_more_than_a_conversation_can_bear() {
    CountDownLatch end = new CountDownLatch(1);
    try (AppServer app =
            new AppServer(
                (callback, out) -> {
                  if (!callback.header("weft-replay").isEmpty()) {
                    end.await();
                  }
                  AppServer.respond(out, 200, "");
                });
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);
      start(fixture);
      sent(fixture, callbacks(1, 1, 40));
      Job job = replay(fixture, ofRule(1), null);
      await().until(() -> now(fixture, job).counts().queued() == 16);
      assertThat(fixture.backlog()).isEqualTo(16);

      end.countDown();

      assertThat(ended(fixture, job).counts()).isEqualTo(new Job.Counts(40, 40, 0, 0));
    }
  }

  @Test
  void gives_up_what_a_deleted_rule_has_in_storage() {
    try (AppServer app = answering();
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      start(fixture);
      status.set(500);
      NewDelivery stored = sent(fixture, callbacks(1, 1, 1)).getFirst();
      fixture.rules.clear();

      assertThat(ended(fixture, resend(fixture, stored)).counts())
          .isEqualTo(new Job.Counts(0, 0, 0, 1));

      assertThat(fixture.state(stored)).isEqualTo(State.DISCARDED);
      assertThat(fixture.storage.size()).isZero();
    }
  }

  @Test
  void is_refused_when_its_target_lies_inside_or_too_many_run() {
    try (AppServer app = answering();
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), PATIENT);

      assertThatThrownBy(() -> replay(fixture, ofRule(1), URI.create("http://169.254.169.254/")))
          .isInstanceOf(JobRefusedException.class)
          .hasMessageContaining("169.254.169.254");
      assertThatThrownBy(
              () ->
                  replay(
                      fixture,
                      new Selection.Matching(DeliveryFilter.ofApp(DeliveryFixture.APP), List.of()),
                      app.url()))
          .isInstanceOf(JobRefusedException.class)
          .hasMessageContaining("one rule");
      for (int i = 0; i < Jobs.MAX_RUNNING; i++) {
        replay(fixture, ofRule(1), null);
      }
      assertThatThrownBy(() -> replay(fixture, ofRule(1), null))
          .isInstanceOf(JobRefusedException.class)
          .hasMessageContaining("running");
      assertThat(fixture.jobs.start(8, JobKind.REPLAY, ofRule(1), null, 1).state())
          .as("another app")
          .isEqualTo(JobState.RUNNING);
    }
  }

  @Test
  void what_nobody_resends_expires_and_this_is_told() {
    SteppingClock clock = new SteppingClock();
    List<ExpiredCallback> expired = new CopyOnWriteArrayList<>();
    DeliveryListener listener =
        new DeliveryListener() {
          @Override
          public void expired(ExpiredCallback callback) {
            expired.add(callback);
          }
        };
    try (AppServer app = answering();
        DeliveryFixture fixture = fixture(clock, listener)) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      start(fixture);
      status.set(500);
      NewDelivery old = sent(fixture, List.of(at(clock, 1))).getFirst();
      clock.step(Duration.ofMinutes(20));
      NewDelivery newer = sent(fixture, List.of(at(clock, 2))).getFirst();
      assertThat(fixture.storage.dateKeys(DeliveryFixture.APP)).hasSize(2);

      clock.step(Duration.ofDays(3).minusMinutes(20));
      assertThat(fixture.storage.expireSome()).isFalse();
      assertThat(expired).as("kept for three whole days").isEmpty();
      clock.step(Duration.ofMillis(1));
      fixture.storage.expireSome();

      assertThat(expired).extracting(ExpiredCallback::callId).containsExactly(old.callId());
      assertThat(fixture.state(old)).isEqualTo(State.EXPIRED);
      assertThat(fixture.state(newer)).isEqualTo(State.STORED);
      assertThat(fixture.storage.dateKeys(DeliveryFixture.APP)).hasSize(1);
    }
  }

  private static NewDelivery at(Clock clock, int number) {
    NewDelivery callback = DeliveryFixture.callback(1, "t", number);
    return new NewDelivery(
        callback.app(),
        callback.lane(),
        callback.callId(),
        callback.operation(),
        callback.sequence(),
        callback.subject(),
        callback.body(),
        clock.instant());
  }
}
