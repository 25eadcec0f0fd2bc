package dev.weft.web.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The readers of the door and the plain grammar find the same requests in the same bytes, whatever
/// the bytes are and however they are cut into packets. Where two readers disagree, requests are
/// smuggled.
class FramingFuzzTest {

  private static final int STREAMS = 30_000;

  @Test
  void finds_the_requests_that_the_grammar_finds() {
    int clean = 0;
    int broken = 0;
    for (int seed = 0; seed < STREAMS; seed++) {
      String stream = new RequestGenerator(seed).stream();
      ReferenceReader.Result expected = ReferenceReader.read(stream);

      Outcome outcome = read(stream, new Random(seed));

      assertThat(outcome.requests())
          .as("seed %d: %s", seed, printable(stream))
          .isEqualTo(expected.requests());
      switch (expected.end()) {
        case CLEAN -> {
          clean++;
          assertThat(outcome.broken()).as("seed %d: %s", seed, printable(stream)).isFalse();
        }
        case BROKEN -> {
          broken++;
          assertThat(outcome.broken()).as("seed %d: %s", seed, printable(stream)).isTrue();
        }
        case OPEN -> {}
      }
    }
    // Else the generator has gone too far to one side to find anything.
    assertThat(clean).isGreaterThan(STREAMS / 10);
    assertThat(broken).isGreaterThan(STREAMS / 10);
  }

  private record Outcome(List<String> requests, boolean broken) {}

  private static Outcome read(String stream, Random random) {
    List<String> requests = new ArrayList<>();
    Reading reading = new Reading(requests);
    ByteBuf in = Unpooled.buffer();
    byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
    int most = random.nextBoolean() ? 3 : bytes.length;
    try {
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(most));
        in.writeBytes(bytes, at, count);
        at += count;
        reading.advance(in);
      }
      return new Outcome(requests, false);
    } catch (MalformedRequestException e) {
      return new Outcome(requests, true);
    } finally {
      in.release();
    }
  }

  /// What a connection does with the readers.
  private static final class Reading {
    private final List<String> requests;
    private final HeadReader headReader = new HeadReader();
    private final StringBuilder body = new StringBuilder();
    private @Nullable RequestHead head;
    private @Nullable BodyReader bodyReader;

    Reading(List<String> requests) {
      this.requests = requests;
    }

    void advance(ByteBuf in) throws MalformedRequestException {
      while (true) {
        if (head == null) {
          head = headReader.read(in);
          bodyReader = head == null ? null : BodyReader.of(head.bodyLength());
        }
        if (head == null || bodyReader == null || !bodyReader.read(in, this::take)) {
          return;
        }
        requests.add(head.line().method() + " " + target(head) + " " + body);
        body.setLength(0);
        head = null;
      }
    }

    private int take(ByteBuf in, int most) {
      body.append(in.readCharSequence(most, StandardCharsets.ISO_8859_1));
      return most;
    }

    private static String target(RequestHead head) {
      Target target = head.line().target();
      String query = target.query().isEmpty() ? "" : "?" + target.query();
      return target.authority().map(host -> "http://" + host).orElse("") + target.path() + query;
    }
  }

  private static String printable(String stream) {
    return stream.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
  }
}
