package dev.weft.chat.file;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.file.ChatFiles.Upload;
import dev.weft.chat.file.ChatFiles.Uploaded;
import dev.weft.chat.file.PartStore.Open;
import dev.weft.chat.file.PartStore.Part;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/// Files that are uploaded in parts: begun, written part by part in any order and on any node, and
/// put together when their sender says so. The file is then one of [ChatFiles], as if it had been
/// uploaded whole.
///
/// A part is durable when its call is answered. Only who began an upload may go on with it: one
/// user, or the app's server. An upload that is not completed within a day is removed.
public final class PartUploads {

  /// The highest number of a part.
  public static final int MAX_PARTS = 1_000;

  /// Uploads that one user may have open, so that what is never completed has a bound. Two nodes
  /// that begin one at the same moment may both count the same.
  static final int MAX_OPEN = 16;

  /// The size of parts that senders are told, unless the largest file needs larger ones.
  static final long PART_BYTES = 5L << 20;

  /// What SDK 5 adds to the name of a file for the name of a part.
  private static final Pattern PART_ENDING = Pattern.compile("\\.part-[0-9]{1,5}$");

  /// The owner of what the app's server begins: no user has an empty name.
  private static final String SERVER = "";

  private final Transactions transactions;
  private final PartStore store;
  private final FileContents contents;
  private final ChatFiles files;
  private final FileSweeper sweeper;
  private final Clock clock;

  /// An upload that has begun.
  ///
  /// @param maxBytes the largest that the file may be
  /// @param partBytes how large its parts are to be, but for the last
  public record Begun(FileId id, long maxBytes, long partBytes) {}

  /// What a sender says about a part.
  public record Sent(String name, String contentType) {}

  /// What a sender says about the file when all parts are there.
  ///
  /// @param restricted true makes a secret that the download will ask for
  /// @param thumbnailWidth the widest that a thumbnail of it may be
  /// @param thumbnailHeight the highest
  public record Completion(boolean restricted, int thumbnailWidth, int thumbnailHeight) {}

  public PartUploads(
      Transactions transactions,
      PartStore store,
      FileContents contents,
      ChatFiles files,
      FileSweeper sweeper,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.contents = contents;
    this.files = files;
    this.sweeper = sweeper;
    this.clock = clock;
  }

  /// Begins an upload.
  ///
  /// @throws RefusedException with [Refusal.TooManyUploads]
  public Begun begin(App app, Actor by) {
    String owner = owner(by);
    FileId id = FileId.random(clock.instant());
    FileId first = PartSweep.firstOpen(clock.instant());
    transactions.run(
        tx -> {
          if (store.countOpen(tx, app.id(), owner, first) >= MAX_OPEN) {
            throw new RefusedException(new Refusal.TooManyUploads(MAX_OPEN));
          }
          store.begin(tx, id, app.id(), owner);
        });
    long needed = Math.ceilDiv(files.maxBytes(), MAX_PARTS);
    return new Begun(id, files.maxBytes(), Math.max(PART_BYTES, needed));
  }

  /// Keeps a part, in place of one of the same number. It is read as it comes.
  ///
  /// @param number asked when the bytes were read: in a form it may stand behind them; from 1 to
  ///   [#MAX_PARTS]. What it throws refuses the part
  /// @throws RefusedException with [Refusal.FileNotFound] if the caller has no such upload open,
  ///   [Refusal.FileTooLarge] if all parts together are larger than a file may be, or
  ///   [Refusal.FileMissing] for an empty part
  public void write(
      App app, Actor by, String id, Sent sent, InputStream bytes, IntSupplier number) {
    FileId upload = find(app, by, id).upload();
    int _ =
        files.keep(
            bytes,
            (file, size) -> {
              int place = number(file, number);
              Part part = new Part(file, place, size, sent.name(), sent.contentType());
              transactions.run(tx -> add(tx, app, by, upload, part));
              return place;
            });
  }

  /// Bytes of a part without a number are nobody's.
  private int number(FileId file, IntSupplier number) {
    try {
      return number.getAsInt();
    } catch (RuntimeException e) {
      contents.delete(file);
      throw e;
    }
  }

  private void add(Tx tx, App app, Actor by, FileId upload, Part part) {
    if (!store.change(tx, upload, app.id(), owner(by))) {
      throw notFound();
    }
    store.add(tx, upload, part);
    if (store.size(tx, upload) > files.maxBytes()) {
      throw new RefusedException(new Refusal.FileTooLarge());
    }
    // A part that was replaced.
    tx.afterCommit(sweeper::wake);
  }

  /// Puts the parts together, in the order of their numbers, and keeps the file.
  ///
  /// @throws RefusedException with [Refusal.FileNotFound] if the caller has no such upload open,
  ///   [Refusal.PartMissing] if there is a gap before the last part, or [Refusal.PartsChanged] if a
  ///   part was written, or the upload completed, meanwhile
  public Uploaded complete(App app, Actor by, String id, Completion completion) {
    Open open = find(app, by, id);
    requireAllParts(open.parts());
    Part first = open.parts().getFirst();
    Upload upload =
        new Upload(
            PART_ENDING.matcher(first.name()).replaceFirst(""),
            typeOf(first),
            completion.restricted(),
            completion.thumbnailWidth(),
            completion.thumbnailHeight());
    try (InputStream joined = new JoinedParts(contents, open.parts())) {
      return files.upload(app, upload, joined, tx -> end(tx, open));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireAllParts(List<Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).number() != i + 1) {
        throw new RefusedException(new Refusal.PartMissing(i + 1));
      }
    }
    if (parts.isEmpty()) {
      throw new RefusedException(new Refusal.PartMissing(1));
    }
  }

  private String typeOf(Part first) {
    if (!first.contentType().equals(MediaTypes.UNKNOWN)) {
      return first.contentType();
    }
    try (InputStream bytes = new JoinedParts(contents, List.of(first))) {
      String name = PART_ENDING.matcher(first.name()).replaceFirst("");
      return MediaTypes.guess(name, bytes.readNBytes(MediaTypes.HEAD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(Tx tx, Open open) {
    if (!store.end(tx, open)) {
      throw new RefusedException(new Refusal.PartsChanged());
    }
    tx.afterCommit(sweeper::wake);
  }

  /// Gives an upload up; its parts go.
  ///
  /// @throws RefusedException with [Refusal.FileNotFound] if the caller has no such upload open
  public void abort(App app, Actor by, String id) {
    FileId upload = find(app, by, id).upload();
    transactions.run(
        tx -> {
          if (!store.change(tx, upload, app.id(), owner(by))) {
            throw notFound();
          }
          List<FileId> _ = store.endAny(tx, upload);
          tx.afterCommit(sweeper::wake);
        });
  }

  private Open find(App app, Actor by, String id) {
    return FileId.parse(id)
        .filter(upload -> upload.created().plus(PartSweep.OPEN_FOR).isAfter(clock.instant()))
        .flatMap(
            upload ->
                transactions.read(snapshot -> store.find(snapshot, upload, app.id(), owner(by))))
        .orElseThrow(PartUploads::notFound);
  }

  private static String owner(Actor by) {
    return switch (by) {
      case Actor.Member member -> member.user().value();
      case Actor.AppServer _, Actor.Operator _ -> SERVER;
    };
  }

  private static RefusedException notFound() {
    return new RefusedException(new Refusal.FileNotFound());
  }
}
