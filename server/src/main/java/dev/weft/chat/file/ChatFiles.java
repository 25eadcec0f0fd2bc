package dev.weft.chat.file;

import dev.weft.app.App;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The files that messages point at: uploaded once, downloaded by whoever may, gone after some
/// days.
///
/// The bytes are durable before the file is written down, and go before its row does: there may be
/// bytes without a row for a while, but never a row whose bytes are missing.
public final class ChatFiles {

  /// Files one step of a sweep removes, and steps of one sweep: what is left waits for the next.
  private static final int SWEEP_STEP = 100;

  private static final int SWEEP_STEPS = 100;

  /// The end of what is kept for ever: the year 9999.
  private static final Instant NEVER = Instant.ofEpochMilli(253_402_300_799_000L);

  private final Transactions transactions;
  private final FileStore store;
  private final FileContents contents;
  private final Clock clock;
  private final Limits limits;
  private final Thumbnails thumbnails = new Thumbnails();

  /// The day up to which bytes without a row are gone; null before the first sweep.
  private volatile @Nullable LocalDate cleared;

  /// How large a file may be, and how long it is there.
  ///
  /// @param maxBytes the largest file
  /// @param kept how long a file is there
  public record Limits(long maxBytes, Duration kept) {}

  /// What an uploader says about a file.
  ///
  /// @param restricted true makes a secret that the download will ask for
  /// @param thumbnailWidth the widest that a thumbnail of it may be
  /// @param thumbnailHeight the highest
  public record Upload(
      String name,
      String contentType,
      boolean restricted,
      int thumbnailWidth,
      int thumbnailHeight) {

    /// One that says nothing of thumbnails.
    public Upload(String name, String contentType, boolean restricted) {
      this(name, contentType, restricted, Thumbnails.DEFAULT_SIDE, Thumbnails.DEFAULT_SIDE);
    }
  }

  /// A file that is kept now, and the secret of a restricted one: it is not shown again.
  public record Uploaded(FileId id, Optional<ShareSecret> secret) {}

  /// A file and its bytes, which the caller closes.
  public record Opened(ChatFile file, InputStream bytes) {}

  public ChatFiles(
      Transactions transactions,
      FileStore store,
      FileContents contents,
      Clock clock,
      Limits limits) {
    this.transactions = transactions;
    this.store = store;
    this.contents = contents;
    this.clock = clock;
    this.limits = limits;
  }

  /// Keeps a file. It is read as it comes, never as a whole.
  ///
  /// @throws RefusedException with [Refusal.FileTooLarge] or, for an empty one,
  ///   [Refusal.FileMissing]
  public Uploaded upload(App app, Upload upload, InputStream bytes) {
    return upload(app, upload, bytes, _ -> {});
  }

  /// Keeps a file, and does `also` in the transaction that writes it down. If that throws, there is
  /// no file.
  Uploaded upload(App app, Upload upload, InputStream bytes, Consumer<Tx> also) {
    Optional<ShareSecret> secret =
        upload.restricted() ? Optional.of(ShareSecret.random()) : Optional.empty();
    return keep(
        bytes,
        (id, size) -> {
          ChatFile file =
              new ChatFile(
                  id,
                  app.id(),
                  upload.name(),
                  upload.contentType(),
                  size,
                  secret.map(ShareSecret::hash).orElse(null),
                  upload.thumbnailWidth(),
                  upload.thumbnailHeight());
          transactions.run(
              tx -> {
                also.accept(tx);
                store.insert(tx, file);
              });
          return new Uploaded(id, secret);
        });
  }

  /// The largest that a file may be, in bytes.
  long maxBytes() {
    return limits.maxBytes();
  }

  /// Keeps bytes as they come, and has the row of the file written down by `writeDown`, which gets
  /// its id and size. The bytes go again if that is refused.
  ///
  /// @throws RefusedException with [Refusal.FileTooLarge] or, without a byte, [Refusal.FileMissing]
  public <T> T keep(InputStream bytes, BiFunction<FileId, Long, T> writeDown) {
    FileId id = FileId.random(clock.instant());
    long size = contents.write(id, new CappedStream(bytes, limits.maxBytes()));
    try {
      if (size == 0) {
        throw new RefusedException(new Refusal.FileMissing());
      }
      return writeDown.apply(id, size);
    } catch (RefusedException | StoreBusyException e) {
      contents.delete(id);
      throw e;
    }
  }

  /// The bytes of a file of which the caller knows that it is there; the caller closes them.
  ///
  /// @throws RefusedException with [Refusal.FileNotFound]
  public InputStream bytes(String id) {
    return FileId.parse(id).flatMap(contents::open).orElseThrow(ChatFiles::notFound);
  }

  /// The thumbnail of an image of the app, a JPEG; empty if the file is no image that can be read,
  /// or is as small already.
  ///
  /// @throws RefusedException as [#open] does
  public Optional<byte[]> thumbnail(App app, String id, Optional<ShareSecret> secret) {
    Opened opened = open(app, id, secret);
    ChatFile file = opened.file();
    return thumbnails.of(file, file.thumbnailWidth(), file.thumbnailHeight(), opened::bytes);
  }

  /// Opens a file of the app.
  ///
  /// @throws RefusedException with [Refusal.FileNotFound], [Refusal.FileExpired] or
  ///   [Refusal.FileSecretWrong]
  public Opened open(App app, String id, Optional<ShareSecret> secret) {
    FileId known = FileId.parse(id).orElseThrow(ChatFiles::notFound);
    if (isOver(known)) {
      throw new RefusedException(new Refusal.FileExpired(id));
    }
    ChatFile file =
        transactions
            .read(snapshot -> store.find(snapshot, app.id(), known))
            .orElseThrow(ChatFiles::notFound);
    if (!file.opensTo(secret)) {
      throw new RefusedException(new Refusal.FileSecretWrong());
    }
    return new Opened(file, contents.open(known).orElseThrow(ChatFiles::notFound));
  }

  /// Files of an app, newest first, those that groups share among them.
  ///
  /// @param before where the page before has ended; null for the newest
  public FileStore.Listing list(App app, @Nullable FileId before, int limit) {
    return transactions.read(snapshot -> store.list(snapshot, app.id(), before, limit));
  }

  /// When a file goes; empty if it stays until somebody takes it away.
  public Optional<Instant> goesAt(FileStore.Listed listed) {
    if (listed.group() != null) {
      return Optional.empty();
    }
    Instant until =
        listed.keptUntil() == null
            ? listed.file().id().created().plus(limits.kept())
            : listed.keptUntil();
    return Optional.of(until).filter(end -> end.isBefore(NEVER));
  }

  private boolean isOver(FileId id) {
    if (id.created().isAfter(cutoff())) {
      return false;
    }
    return transactions
        .read(snapshot -> store.keptUntil(snapshot, id))
        .map(until -> !until.isAfter(clock.instant()))
        .orElse(true);
  }

  /// How long a file is kept, by the vendor's words.
  public enum Lifetime {
    /// As long as its age says.
    DEFAULT,
    /// As long as if it were uploaded now.
    REFRESH,
    FOREVER
  }

  /// Keeps files longer or shorter, and answers for each whether it is there.
  public Map<String, Boolean> keep(App app, List<String> ids, Lifetime lifetime) {
    Instant now = clock.instant();
    @Nullable Instant until =
        switch (lifetime) {
          case DEFAULT -> null;
          case REFRESH -> now.plus(limits.kept());
          case FOREVER -> NEVER;
        };
    return transactions.call(
        tx -> {
          Map<String, Boolean> done = new LinkedHashMap<>();
          for (String id : ids) {
            done.put(
                id,
                FileId.parse(id)
                    .filter(file -> store.keepUntil(tx, app.id(), file, until))
                    .isPresent());
          }
          return done;
        });
  }

  private static RefusedException notFound() {
    return new RefusedException(new Refusal.FileNotFound());
  }

  /// Removes files that expired or were withdrawn: a bounded number of them.
  public void sweep() {
    Instant cutoff = cutoff();
    for (int step = 0; step < SWEEP_STEPS; step++) {
      List<FileId> doomed =
          transactions.read(
              snapshot -> store.doomed(snapshot, cutoff, clock.instant(), SWEEP_STEP));
      if (doomed.isEmpty()) {
        break;
      }
      doomed.forEach(contents::delete);
      transactions.run(tx -> doomed.forEach(id -> store.delete(tx, id)));
    }
    clear(cutoff);
  }

  /// Once a day: what is looked for is as old as days.
  private void clear(Instant cutoff) {
    LocalDate day = LocalDate.ofInstant(cutoff, ZoneOffset.UTC);
    if (!day.equals(cleared)) {
      contents.deleteForgotten(
          cutoff, id -> transactions.read(snapshot -> store.keptUntil(snapshot, id)).isPresent());
      cleared = day;
    }
  }

  private Instant cutoff() {
    return clock.instant().minus(limits.kept());
  }
}
