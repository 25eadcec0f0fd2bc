package dev.weft.bench;

import dev.weft.bench.systems.DbSchedulerPeer;
import dev.weft.bench.systems.JobRunrPeer;
import dev.weft.bench.systems.NamastackPeer;
import dev.weft.bench.systems.TransactionOutboxPeer;
import java.nio.file.Path;
import java.util.List;

/// Everything that is measured.
final class Subjects {

  private Subjects() {}

  /// In the order of the tables: the limit, Weft, then its peers. transaction-outbox and
  /// namastack-outbox do not support SQLite.
  static List<Subject> all(Path weft) {
    return List.of(
        new NettySubject(),
        new WeftSubject(weft, false, 1),
        new WeftSubject(weft, true, 1),
        new WeftSubject(weft, true, 2),
        new WeftSubject(weft, true, 3),
        peer("db-scheduler", DbSchedulerPeer.class, false, DbSchedulerPeer.SETTINGS),
        peer("jobrunr", JobRunrPeer.class, false, JobRunrPeer.SETTINGS),
        peer("db-scheduler", DbSchedulerPeer.class, true, DbSchedulerPeer.SETTINGS),
        peer("jobrunr", JobRunrPeer.class, true, JobRunrPeer.SETTINGS),
        peer(
            "transaction-outbox",
            TransactionOutboxPeer.class,
            true,
            TransactionOutboxPeer.SETTINGS),
        peer("namastack-outbox", NamastackPeer.class, true, NamastackPeer.SETTINGS));
  }

  private static Subject peer(String library, Class<?> main, boolean postgres, String settings) {
    return new PeerSubject(
        library, main, postgres, library + " " + Versions.of(library) + ": " + settings);
  }
}
