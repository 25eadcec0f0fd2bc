package dev.weft.bench;

import dev.weft.bench.load.Asked;
import dev.weft.bench.load.Target;
import dev.weft.bench.systems.NettyForward;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// The store-less limit.
final class NettySubject implements Subject {

  private static final Duration START = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "netty";
  }

  @Override
  public String settings() {
    return "Netty NIO, an event loop for each processor's two halves, 64 connections, keeps"
        + " nothing";
  }

  @Override
  public Running start(Setup setup) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Child child =
        JavaProgram.start(
            name(),
            NettyForward.class,
            setup.cpus(),
            setup.folder(),
            List.of(Integer.toString(setup.receiver())));
    try {
      int port = Integer.parseInt(child.await("ready ", START));
      double readyMillis = (System.nanoTime() - start) / 1e6;
      return new RunningChildren(
          List.of(child),
          null,
          target(port, setup.shape().threads()),
          readyMillis,
          RunningChildren.NEVER);
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      throw e;
    }
  }

  /// Of a system whose threads are numbers.
  static Target target(int port, int threads) {
    return new Target(
        List.of(port),
        Asked.MESSAGE,
        "/bench/load/messages/chatgroups",
        "none",
        "ann",
        IntStream.range(0, threads).mapToObj(Integer::toString).toList());
  }
}
