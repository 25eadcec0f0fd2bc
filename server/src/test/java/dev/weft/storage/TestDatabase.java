package dev.weft.storage;

import dev.weft.storage.postgres.PostgresAddress;
import dev.weft.storage.postgres.PostgresServer;
import dev.weft.tx.CommitListener;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The databases that must all do the same.
public enum TestDatabase {
  SQLITE {
    @Override
    public Supplier<Database> fresh(Path folder) {
      return untouched(folder);
    }

    @Override
    public Supplier<Database> untouched(Path folder) {
      return () -> Database.sqlite(folder.resolve("weft.db"), CommitListener.NONE);
    }
  },

  POSTGRESQL {
    @Override
    public Supplier<Database> fresh(Path folder) {
      PostgresAddress address = PostgresServer.freshDatabase();
      return () -> Database.postgresql(address, CommitListener.NONE);
    }

    @Override
    public Supplier<Database> untouched(Path folder) {
      PostgresAddress address = PostgresServer.untouchedDatabase();
      return () -> Database.postgresql(address, CommitListener.NONE);
    }
  };

  /// An empty database, to be opened once and, after it was closed, again.
  ///
  /// @param folder where files go, if there are any
  public abstract Supplier<Database> fresh(Path folder);

  /// As [#fresh], but nobody has made the tables yet.
  public abstract Supplier<Database> untouched(Path folder);
}
