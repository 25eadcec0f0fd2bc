package dev.weft.chat.file;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import java.time.Duration;

/// Sweeps the files in the background: once a minute, and at once when something was withdrawn, or
/// parts of an upload are needed no more.
public final class FileSweeper implements AutoCloseable {

  /// Files expire by the day; a minute more does not matter to anybody.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final ChatFiles files;
  private final PartSweep parts;
  private final Loop loop;

  public FileSweeper(ChatFiles files, PartSweep parts, Loops loops) {
    this.files = files;
    this.parts = parts;
    this.loop = loops.background("file-sweeper", this::sweep);
  }

  public void start() {
    loop.start();
  }

  /// Something can go. Returns at once.
  public void wake() {
    loop.wake();
  }

  /// What cannot be removed is still written down: the next sweep finds it again.
  private Duration sweep() {
    files.sweep();
    parts.sweep();
    return PAUSE;
  }

  /// Lets a sweep in flight end.
  @Override
  public void close() {
    loop.close();
  }
}
