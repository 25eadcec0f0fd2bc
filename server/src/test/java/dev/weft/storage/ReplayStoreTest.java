package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.ExpiredCallback;
import dev.weft.delivery.JobId;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.redrive.DateKey;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobKind;
import dev.weft.delivery.redrive.JobState;
import dev.weft.delivery.redrive.JobStore;
import dev.weft.delivery.redrive.JobStore.Candidate;
import dev.weft.delivery.redrive.JobStore.Found;
import dev.weft.delivery.redrive.NewJob;
import dev.weft.delivery.redrive.Selection;
import dev.weft.delivery.redrive.StoredDateKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every database does with exception storage and jobs.
class ReplayStoreTest extends EachStore {

  private static final long APP = 7;
  private static final RuleId RULE = new RuleId(1);
  private static final DateKey DATE_KEY = new DateKey(202601020300L);
  private static final DateKey LATER_DATE_KEY = new DateKey(202601020310L);
  private static final Outcome REFUSED = new Outcome.Refused(500, "", null, Timings.NONE);
  private static final URI TARGET = URI.create("https://example.com/hook");
  private static final Selection ALL = new Selection.Matching(DeliveryFilter.ofApp(APP), List.of());

  @Test
  void shows_what_is_stored_by_app_and_key() {
    stored("t", 1, DATE_KEY);
    Delivery second = stored("t", 2, DATE_KEY);
    stored("t", 3, LATER_DATE_KEY);
    database.transactions().run(tx -> database.exceptions().failedAgain(tx, second.id()));

    assertThat(dateKeys(APP))
        .containsExactly(
            new StoredDateKey(DATE_KEY, 2, 1), new StoredDateKey(LATER_DATE_KEY, 1, 0));
    assertThat(dateKeys(8)).isEmpty();
    assertThat(database.transactions().<Long>read(database.exceptions()::size)).isEqualTo(3);
    List<RuleId> rules =
        database
            .transactions()
            .read(snapshot -> database.exceptions().rules(snapshot, APP, DATE_KEY));
    assertThat(rules).containsExactly(RULE);
  }

  @Test
  void forgets_what_was_delivered_after_all() {
    Delivery delivery = stored("t", 1, DATE_KEY);

    database.transactions().run(tx -> database.exceptions().delivered(tx, delivery.id()));

    assertThat(dateKeys(APP)).isEmpty();
    assertThat(stateOf(delivery)).isEqualTo(State.DELIVERED);
  }

  @Test
  void gives_up_only_what_is_stored() {
    Delivery stored = stored("t", 1, DATE_KEY);
    Delivery delivered = settled("t", 2, new Verdict.Delivered());

    database.transactions().run(tx -> database.exceptions().discard(tx, stored.id()));
    database.transactions().run(tx -> database.exceptions().discard(tx, delivered.id()));

    assertThat(dateKeys(APP)).isEmpty();
    assertThat(stateOf(stored)).isEqualTo(State.DISCARDED);
    assertThat(stateOf(delivered)).isEqualTo(State.DELIVERED);
  }

  @Test
  void expires_the_oldest_first_and_spares_what_a_running_job_has_in_hand() {
    Delivery first = stored("t", 1, DATE_KEY);
    Delivery held = stored("t", 2, DATE_KEY);
    stored("t", 3, DATE_KEY);
    Job job = job(JobKind.RESEND, ALL, null);
    copy(job, held);

    assertThat(expire(NOW, 10)).as("not yet").isEmpty();
    assertThat(expire(NOW.plusMillis(1), 1))
        .containsExactly(new ExpiredCallback(first.lane(), first.callId(), NOW, 0));
    assertThat(stateOf(first)).isEqualTo(State.EXPIRED);
    assertThat(expire(NOW.plusMillis(1), 10)).hasSize(1);
    assertThat(dateKeys(APP)).containsExactly(new StoredDateKey(DATE_KEY, 1, 0));
    end(job, JobState.CANCELLED);
    assertThat(expire(NOW.plusMillis(1), 10)).hasSize(1);
  }

  @Test
  void gives_a_job_back_as_it_was_given() {
    DeliveryFilter filter =
        new DeliveryFilter(APP, RULE, "t", State.STORED, "send", "m", NOW, NOW.plusSeconds(1));
    NewJob replay =
        new NewJob(
            APP,
            JobKind.REPLAY,
            new Selection.Matching(filter, List.of(new CallId("a#b_1"), new CallId("a#b_2"))),
            TARGET,
            9,
            NOW);
    NewJob resend =
        new NewJob(APP, JobKind.RESEND, new Selection.Stored(DATE_KEY, null), null, 50, NOW);

    Job first = database.transactions().call(tx -> database.jobs().add(tx, replay));
    Job second = database.transactions().call(tx -> database.jobs().add(tx, resend));

    assertThat(find(first)).isEqualTo(first);
    assertThat(first.order()).isEqualTo(replay);
    assertThat(find(second)).isEqualTo(second);
    assertThat(database.transactions().<List<Job>>read(s -> database.jobs().list(s, APP, 10)))
        .containsExactly(second, first);
    assertThat(database.transactions().<List<Job>>read(s -> database.jobs().list(s, 8, 10)))
        .isEmpty();
    assertThat(database.transactions().<List<Job>>read(database.jobs()::running)).hasSize(2);
  }

  @Test
  void ends_a_job_once_and_forgets_it_later() {
    Job job = job(JobKind.REPLAY, ALL, null);

    assertThat(end(job, JobState.FAILED)).isTrue();
    assertThat(end(job, JobState.DONE)).isFalse();

    assertThat(find(job).state()).isEqualTo(JobState.FAILED);
    assertThat(find(job).reason()).isEqualTo("why");
    assertThat(database.transactions().<Integer>read(s -> database.jobs().running(s, APP)))
        .isZero();
    assertThat(advance(find(job), 1)).as("one that has ended").isFalse();
    assertThat(forget(NOW)).isZero();
    assertThat(forget(NOW.plusMillis(1))).isEqualTo(1);
    Job next = job(JobKind.REPLAY, ALL, null);
    assertThat(next.id()).as("a number is never given twice").isGreaterThan(job.id());
  }

  @Test
  void moves_a_cursor_only_from_where_it_is() {
    settled("t", 1, new Verdict.Delivered());
    Job job = job(JobKind.REPLAY, ALL, null);

    assertThat(advance(job, 1)).isTrue();

    assertThat(advance(job, 1)).isFalse();
    assertThat(find(job).cursor()).isEqualTo(1);
    database
        .transactions()
        .run(tx -> database.jobs().count(tx, job.id(), new Job.Counts(1, 2, 3, 4)));
    database
        .transactions()
        .run(tx -> database.jobs().count(tx, job.id(), new Job.Counts(1, 0, 0, 0)));
    assertThat(find(job).counts()).isEqualTo(new Job.Counts(2, 2, 3, 4));
  }

  @Test
  void walks_what_matches_in_the_order_of_the_ids() {
    Delivery delivered = settled("t", 1, new Verdict.Delivered());
    add("t", 2);
    Delivery stored = stored("u", 3, DATE_KEY);
    database
        .transactions()
        .call(tx -> database.deliveries().add(tx, callback("t", 4), Kind.TEST))
        .delivery();
    Job job = job(JobKind.REPLAY, ALL, null);
    settled("t", 5, new Verdict.Delivered());

    Found first = next(job, 1);
    assertThat(first.candidates()).containsExactly(candidate(delivered));
    assertThat(first.cursor()).isEqualTo(delivered.id());
    advance(job, first.cursor());
    Found rest = next(find(job), 10);
    assertThat(rest.candidates()).containsExactly(candidate(stored));
    assertThat(rest.cursor()).as("nothing after the job was made").isEqualTo(job.last());
  }

  @Test
  void selects_by_each_criterion() {
    Delivery one = settled("t", 1, new Verdict.Delivered());
    Delivery two = stored("u", 2, DATE_KEY);

    assertThat(found(filter(null, "t", null, null, null, null, null))).containsExactly(one.id());
    assertThat(found(filter(null, null, State.STORED, null, null, null, null)))
        .containsExactly(two.id());
    assertThat(found(filter(RULE, null, null, "send", null, null, null))).hasSize(2);
    assertThat(found(filter(new RuleId(2), null, null, null, null, null, null))).isEmpty();
    assertThat(found(filter(null, null, null, "recall", null, null, null))).isEmpty();
    assertThat(found(filter(null, null, null, null, "m2", null, null))).containsExactly(two.id());
    assertThat(found(filter(null, null, null, null, null, NOW.plusSeconds(2), null)))
        .containsExactly(two.id());
    assertThat(found(filter(null, null, null, null, null, null, NOW.plusSeconds(2))))
        .containsExactly(one.id());
    assertThat(found(new Selection.Matching(DeliveryFilter.ofApp(8), List.of()))).isEmpty();
    assertThat(
            found(
                new Selection.Matching(
                    DeliveryFilter.ofApp(APP),
                    List.of(two.callId(), one.callId(), new CallId("x")))))
        .containsExactly(one.id(), two.id());
    assertThat(found(new Selection.Stored(DATE_KEY, null))).containsExactly(two.id());
    assertThat(found(new Selection.Stored(DATE_KEY, new RuleId(2)))).isEmpty();
    assertThat(found(new Selection.Stored(LATER_DATE_KEY, null))).isEmpty();
  }

  @Test
  void counts_what_it_would_find() {
    settled("t", 1, new Verdict.Delivered());
    Delivery two = stored("u", 2, DATE_KEY);
    Selection.Matching all = new Selection.Matching(DeliveryFilter.ofApp(APP), List.of());

    assertThat(count(all, 0, two.id()))
        .isEqualTo(new JobStore.Preview(2, NOW.plusSeconds(1), NOW.plusSeconds(2)));
    assertThat(count(all, two.id(), two.id())).isEqualTo(JobStore.Preview.NONE);
    assertThat(
            count(
                new Selection.Matching(DeliveryFilter.ofApp(APP), List.of(two.callId())),
                0,
                two.id()))
        .isEqualTo(new JobStore.Preview(1, NOW.plusSeconds(2), NOW.plusSeconds(2)));
  }

  @Test
  void copies_everything_but_the_place_into_the_jobs_own_lane() {
    Delivery original = settled("t", 1, new Verdict.Delivered());
    Job elsewhere = job(JobKind.REPLAY, ofRule(), TARGET);
    Job again = job(JobKind.REPLAY, ofRule(), null);

    Delivery copy = copy(elsewhere, original).orElseThrow();
    Delivery same = copy(again, original).orElseThrow();

    Lane lane = new Lane(new JobId(elsewhere.id()), "t");
    assertThat(copy.lane()).isEqualTo(lane);
    assertThat(copy.replay()).isEqualTo(new Delivery.Replay(original.id(), elsewhere.id()));
    assertThat(copy.kind()).isEqualTo(Kind.REPLAY);
    assertThat(copy.body()).isEqualTo(original.body());
    assertThat(same.content()).isEqualTo(original.content());
    List<Delivery> pending =
        database
            .transactions()
            .read(snapshot -> database.deliveries().pending(snapshot, lane, 0, 10));
    assertThat(pending).containsExactly(copy);
    assertThat(outstanding(elsewhere)).containsExactly(Map.entry(lane, 1));
    assertThat(outstanding(again)).containsExactly(Map.entry(original.lane(), 1));
    assertThat(database.transactions().read(database.deliveries()::backlog).oldest())
        .as("a replay is not late")
        .isNull();
    settle(copy, new Verdict.Delivered());
    assertThat(outstanding(elsewhere)).isEmpty();
  }

  @Test
  void copies_what_is_stored_for_one_job_at_a_time() {
    Delivery delivery = stored("t", 1, DATE_KEY);
    Job first = job(JobKind.RESEND, new Selection.Stored(DATE_KEY, null), null);
    Job second = job(JobKind.RESEND, new Selection.Stored(DATE_KEY, null), null);
    Job replay = job(JobKind.REPLAY, ALL, null);
    Job elsewhere = job(JobKind.REPLAY, ofRule(), TARGET);

    assertThat(copy(first, delivery)).isPresent();
    assertThat(copy(second, delivery)).isEmpty();
    assertThat(copy(replay, delivery)).isEmpty();
    assertThat(copy(elsewhere, delivery)).as("a mere copy").isPresent();
    database.transactions().run(tx -> database.exceptions().failedAgain(tx, delivery.id()));
    assertThat(copy(second, delivery)).isPresent();
    database.transactions().run(tx -> database.exceptions().release(tx, second.id()));
    assertThat(copy(replay, delivery)).isPresent();
    database.transactions().run(tx -> database.exceptions().delivered(tx, delivery.id()));
    assertThat(copy(first, delivery)).as("no longer stored").isEmpty();
    assertThat(copy(replay, delivery)).as("delivered, and wanted again").isPresent();
  }

  private static NewDelivery callback(String conversation, int number) {
    return new NewDelivery(
        APP,
        new Lane(RULE, conversation),
        new CallId("call-" + number),
        "send",
        number,
        "m" + number,
        Body.of(("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8)),
        NOW.plusSeconds(number));
  }

  private Delivery add(String conversation, int number) {
    return database
        .transactions()
        .call(tx -> database.deliveries().add(tx, callback(conversation, number), Kind.LIVE))
        .delivery();
  }

  private Delivery settled(String conversation, int number, Verdict verdict) {
    Delivery delivery = add(conversation, number);
    settle(delivery, verdict);
    return delivery;
  }

  private void settle(Delivery delivery, Verdict verdict) {
    Attempt attempt = new Attempt(delivery, NOW, REFUSED, verdict);
    database.transactions().run(tx -> database.deliveries().settle(tx, List.of(attempt)));
  }

  private Delivery stored(String conversation, int number, DateKey dateKey) {
    Delivery delivery = settled(conversation, number, new Verdict.Store());
    database.transactions().run(tx -> database.exceptions().add(tx, delivery, dateKey, NOW));
    return delivery;
  }

  private State stateOf(Delivery delivery) {
    List<DeliveryStory> stories =
        database
            .transactions()
            .read(snapshot -> database.deliveryLog().find(snapshot, APP, delivery.callId()));
    return stories.getFirst().delivery().state();
  }

  private List<StoredDateKey> dateKeys(long app) {
    return database.transactions().read(snapshot -> database.exceptions().dateKeys(snapshot, app));
  }

  private List<ExpiredCallback> expire(Instant moment, int limit) {
    return database.transactions().call(tx -> database.exceptions().expire(tx, moment, limit));
  }

  private static Selection ofRule() {
    return filter(RULE, null, null, null, null, null, null);
  }

  private static Selection filter(
      @Nullable RuleId rule,
      @Nullable String conversation,
      @Nullable State state,
      @Nullable String operation,
      @Nullable String subject,
      @Nullable Instant since,
      @Nullable Instant until) {
    return new Selection.Matching(
        new DeliveryFilter(APP, rule, conversation, state, operation, subject, since, until),
        List.of());
  }

  private Job job(JobKind kind, Selection selection, @Nullable URI target) {
    return database
        .transactions()
        .call(tx -> database.jobs().add(tx, new NewJob(APP, kind, selection, target, 50, NOW)));
  }

  private Job find(Job job) {
    return database
        .transactions()
        .read(snapshot -> database.jobs().find(snapshot, job.id()))
        .orElseThrow();
  }

  private boolean advance(Job job, long cursor) {
    return database.transactions().call(tx -> database.jobs().advance(tx, job, cursor));
  }

  private boolean end(Job job, JobState state) {
    return database.transactions().call(tx -> database.jobs().end(tx, job.id(), state, "why", NOW));
  }

  private int forget(Instant moment) {
    return database.transactions().call(tx -> database.jobs().forget(tx, moment, 10));
  }

  private Found next(Job job, int limit) {
    return database.transactions().read(snapshot -> database.jobs().next(snapshot, job, limit));
  }

  private List<Long> found(Selection selection) {
    return next(job(JobKind.REPLAY, selection, null), 10).candidates().stream()
        .map(Candidate::id)
        .toList();
  }

  private JobStore.Preview count(Selection.Matching selection, long after, long upTo) {
    return database
        .transactions()
        .read(snapshot -> database.jobs().count(snapshot, selection, after, upTo));
  }

  private static Candidate candidate(Delivery delivery) {
    return new Candidate(delivery.id(), delivery.lane());
  }

  private Optional<Delivery> copy(Job job, Delivery delivery) {
    return database
        .transactions()
        .call(tx -> database.jobs().copy(tx, job, candidate(delivery)))
        .map(OutboxEntry::delivery);
  }

  private Map<Lane, Integer> outstanding(Job job) {
    return database
        .transactions()
        .read(snapshot -> database.jobs().outstanding(snapshot, job.id()));
  }
}
