package dev.weft.storage.jdbc;

import dev.weft.idempotency.KeptAnswer;
import dev.weft.idempotency.KeptAnswerStore;
import dev.weft.idempotency.KeyedCall;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.Optional;

/// Answers to calls with a key, over JDBC. The primary key makes two who claim one key wait for
/// each other.
public final class JdbcKeptAnswerStore implements KeptAnswerStore {

  @Override
  public Optional<Kept> find(Snapshot snapshot, KeyedCall call, Instant stale) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT request, status, answer FROM kept_answers"
                + " WHERE app = ? AND caller = ? AND call_key = ? AND claimed > ?",
            row -> new Kept(row.text(1), new KeptAnswer(row.count(2), row.bytes(3))),
            call.app().value(),
            call.caller(),
            call.key(),
            stale);
  }

  @Override
  public boolean claim(Tx tx, KeyedCall call, Instant now, Instant stale) {
    return JdbcSnapshot.sql(tx)
            .update(
                "INSERT INTO kept_answers (app, caller, call_key, request, claimed, status, answer)"
                    + " VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT (app, caller, call_key) DO UPDATE"
                    + " SET request = excluded.request, claimed = excluded.claimed,"
                    + " status = excluded.status, answer = excluded.answer"
                    + " WHERE kept_answers.claimed <= ?",
                call.app().value(),
                call.caller(),
                call.key(),
                call.request(),
                now,
                new byte[0],
                stale)
        == 1;
  }

  @Override
  public void keep(Tx tx, KeyedCall call, KeptAnswer answer) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE kept_answers SET status = ?, answer = ?"
                + " WHERE app = ? AND caller = ? AND call_key = ?",
            answer.status(),
            answer.body(),
            call.app().value(),
            call.caller(),
            call.key());
  }

  @Override
  public int forget(Tx tx, Instant stale, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "DELETE FROM kept_answers WHERE (app, caller, call_key) IN (SELECT app, caller,"
                + " call_key FROM kept_answers WHERE claimed <= ? ORDER BY claimed LIMIT ?)",
            stale,
            limit);
  }
}
