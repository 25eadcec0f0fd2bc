package dev.weft.storage.postgres;

import dev.weft.chat.file.FileContents;
import dev.weft.chat.file.FileId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Transactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The bytes of files in PostgreSQL, where every node finds them. In pieces, each in a transaction
/// of its own: neither a sender nor a reader, however slow, holds a connection.
public final class PostgresFileContents implements FileContents {

  private static final int PIECE = 256 * 1024;

  private static final String INSERT =
      "INSERT INTO file_pieces (file, number, bytes) VALUES (?, ?, ?)";

  /// Pieces deleted in one transaction.
  private static final int DELETED_AT_ONCE = 100;

  private final Transactions transactions;

  public PostgresFileContents(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public long write(FileId id, InputStream bytes) {
    long size = 0;
    byte[] piece = read(bytes);
    for (int number = 0; piece.length > 0 || number == 0; number++) {
      byte[] next = piece;
      int at = number;
      transactions.run(
          tx ->
              JdbcSnapshot.sql(tx)
                  .update(
                      INSERT + " ON CONFLICT (file, number) DO NOTHING", id.toString(), at, next));
      size += piece.length;
      piece = read(bytes);
    }
    return size;
  }

  /// Writes a file in the transaction of `to`, and answers in how many pieces.
  public static int copy(Connection to, String file, InputStream bytes) throws SQLException {
    int number = 0;
    try (PreparedStatement insert = to.prepareStatement(INSERT)) {
      byte[] piece = read(bytes);
      do {
        insert.setString(1, file);
        insert.setInt(2, number);
        insert.setBytes(3, piece);
        int _ = insert.executeUpdate();
        number++;
        piece = read(bytes);
      } while (piece.length > 0);
    }
    return number;
  }

  /// A sender that breaks off is not a store that fails.
  private static byte[] read(InputStream bytes) {
    try {
      return bytes.readNBytes(PIECE);
    } catch (IOException e) {
      throw new UncheckedIOException("the file broke off", e);
    }
  }

  @Override
  public Optional<InputStream> open(FileId id) {
    byte[] first = piece(id, 0);
    return first == null ? Optional.empty() : Optional.of(new Pieces(id, first));
  }

  private byte @Nullable [] piece(FileId id, int number) {
    return transactions
        .read(
            snapshot ->
                JdbcSnapshot.sql(snapshot)
                    .one(
                        "SELECT bytes FROM file_pieces WHERE file = ? AND number = ?",
                        row -> row.bytes(1),
                        id.toString(),
                        number))
        .orElse(null);
  }

  /// Reads each piece when the one before has been taken.
  private final class Pieces extends InputStream {
    private final FileId id;
    private byte[] piece;
    private int number;
    private int taken;

    Pieces(FileId id, byte[] first) {
      this.id = id;
      this.piece = first;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (taken == piece.length && piece.length == PIECE) {
        number++;
        taken = 0;
        byte[] next = piece(id, number);
        piece = next == null ? new byte[0] : next;
      }
      if (taken == piece.length && length > 0) {
        return -1;
      }
      int count = Math.min(length, piece.length - taken);
      System.arraycopy(piece, taken, into, offset, count);
      taken += count;
      return count;
    }
  }

  @Override
  public void delete(FileId id) {
    transactions.run(
        tx -> JdbcSnapshot.sql(tx).update("DELETE FROM file_pieces WHERE file = ?", id.toString()));
  }

  @Override
  public void deleteForgotten(Instant cutoff, Predicate<FileId> kept) {
    String first = FileId.firstAt(cutoff.truncatedTo(ChronoUnit.DAYS)).toString();
    int some;
    do {
      some =
          transactions.call(
              tx ->
                  JdbcSnapshot.sql(tx)
                      .update(
                          "DELETE FROM file_pieces WHERE (file, number) IN (SELECT file, number"
                              + " FROM file_pieces p WHERE file < ? AND NOT EXISTS"
                              + " (SELECT 1 FROM files f WHERE f.id = p.file"
                              + " AND f.kept_until IS NOT NULL) ORDER BY file, number LIMIT ?)",
                          first,
                          DELETED_AT_ONCE));
    } while (some == DELETED_AT_ONCE);
  }
}
