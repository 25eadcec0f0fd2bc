package dev.weft.chat.file;

import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Removes parts of files that nobody needs: of uploads that have ended or that were abandoned, and
/// those that were replaced. The bytes of a part go before its row does.
public final class PartSweep {

  /// How long an upload may stay open.
  static final Duration OPEN_FOR = Duration.ofDays(1);

  /// Uploads, or parts, that one step of a sweep removes, and steps of one sweep.
  private static final int STEP = 100;

  private static final int STEPS = 100;

  private final Transactions transactions;
  private final PartStore store;
  private final FileContents contents;
  private final Clock clock;

  public PartSweep(Transactions transactions, PartStore store, FileContents contents, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.contents = contents;
    this.clock = clock;
  }

  /// The smallest id of an upload that can still be open at `now`.
  static FileId firstOpen(Instant now) {
    return FileId.firstAt(now.minus(OPEN_FOR));
  }

  /// Removes a bounded number of uploads and parts; what is left waits for the next sweep.
  public void sweep() {
    FileId first = firstOpen(clock.instant());
    for (int step = 0; step < STEPS; step++) {
      List<FileId> replaced = transactions.read(snapshot -> store.replaced(snapshot, STEP));
      replaced.forEach(contents::delete);
      List<FileId> over = transactions.read(snapshot -> store.over(snapshot, first, STEP));
      if (replaced.isEmpty() && over.isEmpty()) {
        return;
      }
      transactions.run(tx -> replaced.forEach(file -> store.deletePart(tx, file)));
      over.forEach(this::remove);
    }
  }

  /// It is ended first: a part that is on its way is refused then, and not left behind.
  private void remove(FileId upload) {
    List<FileId> files = transactions.call(tx -> store.endAny(tx, upload));
    files.forEach(contents::delete);
    transactions.run(tx -> store.delete(tx, upload));
  }
}
