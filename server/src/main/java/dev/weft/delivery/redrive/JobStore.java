package dev.weft.delivery.redrive;

import dev.weft.delivery.Lane;
import dev.weft.delivery.OutboxEntry;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps jobs, finds what they select, and makes the copies they send.
public interface JobStore {

  /// A delivery that a job selects.
  ///
  /// @param lane of the original
  record Candidate(long id, Lane lane) {}

  /// What a look for candidates has found, in the order of their ids.
  ///
  /// @param cursor id up to which there are no others
  record Found(List<Candidate> candidates, long cursor) {
    public Found {
      candidates = List.copyOf(candidates);
    }
  }

  /// How many deliveries match, and from when to when the events were.
  ///
  /// @param first null if nothing matches, like `last`
  record Preview(long count, @Nullable Instant first, @Nullable Instant last) {

    public static final Preview NONE = new Preview(0, null, null);

    /// This and what another look has found elsewhere.
    public Preview plus(Preview other) {
      return new Preview(
          count + other.count,
          first == null || (other.first != null && other.first.isBefore(first))
              ? other.first
              : first,
          last == null || (other.last != null && other.last.isAfter(last)) ? other.last : last);
    }
  }

  /// Keeps a job that is to walk through what is there by now.
  Job add(Tx tx, NewJob job);

  Optional<Job> find(Snapshot snapshot, long job);

  /// The jobs of an app, newest first.
  List<Job> list(Snapshot snapshot, long app, int limit);

  /// All jobs that run.
  List<Job> running(Snapshot snapshot);

  /// How many jobs of an app run.
  int running(Snapshot snapshot, long app);

  /// Candidates of a job behind its cursor, at most `limit`; fewer, even none, are not the end. The
  /// cost is bounded whether rows match or not.
  Found next(Snapshot snapshot, Job job, int limit);

  /// Deliveries that match, of those with an id in (`after`, `upTo`].
  Preview count(Snapshot snapshot, Selection.Matching selection, long after, long upTo);

  /// Id of the newest delivery; 0 if there is none.
  long newest(Snapshot snapshot);

  /// Moves the cursor on. False, and nothing has changed, if the job does not run or its cursor is
  /// not where `job` says.
  boolean advance(Tx tx, Job job, long cursor);

  /// Puts a copy into the outbox, with the bytes and ids of the original, in the job's lane. Empty,
  /// and nothing has changed, if the original is gone, or was to be settled and is so already or in
  /// the hand of another job.
  Optional<OutboxEntry> copy(Tx tx, Job job, Candidate candidate);

  /// How much of a job is in the outbox and undelivered, by lane.
  Map<Lane, Integer> outstanding(Snapshot snapshot, long job);

  /// Adds to the counts of a job.
  void count(Tx tx, long job, Job.Counts more);

  /// Ends a job. False if it did not run any more.
  boolean end(Tx tx, long job, JobState state, @Nullable String reason, Instant finished);

  /// Forgets jobs that ended before `moment`, at most `limit`, and answers how many they were.
  int forget(Tx tx, Instant moment, int limit);
}
