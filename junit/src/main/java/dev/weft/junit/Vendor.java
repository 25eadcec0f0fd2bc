package dev.weft.junit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The vendor's cloud between Weft and the app, with the vendor's rules for what is sent after a
/// message: one retry at once and then nothing more, exactly status 200 is a success, a ban after
/// 90 failures within 30 s, an answer of more than 1,000 characters counts as a failure, no
/// signature but the MD5 in the body, no header that tells what happened.
///
/// Its time goes on only when the test moves it. Nothing is sent before: [#deliverAll] or
/// [#advance] sends what is due, one after the other, in the calling thread, and returns when the
/// app has answered. So a test is the same each time it runs, faults and all.
public final class Vendor implements AutoCloseable {

  /// The longest answer that counts for nothing (vendor).
  private static final int ANSWER_CHARS = 1_000;

  private static final int MAX_ANSWER_BYTES = 4 * (ANSWER_CHARS + 1);

  private final Intake intake = new Intake();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Runnable awaitWeft;
  private final long seed;
  private final PriorityQueue<Shipment> schedule = new PriorityQueue<>(Shipment.ORDER);
  private final List<VendorAttempt> attempts = new ArrayList<>();
  private final List<Dropped> dropped = new ArrayList<>();
  private final VendorBan ban = new VendorBan();
  private Faults faults = Faults.NONE;
  private Instant now = Instant.EPOCH;
  private long events;
  private long shipments;

  /// @param awaitWeft returns when Weft has handed over all it has
  Vendor(Runnable awaitWeft, long seed) {
    this.awaitWeft = awaitWeft;
    this.seed = seed;
  }

  /// A URL that leads to `target` through this cloud.
  URI intake(URI target) {
    return intake.urlFor(target);
  }

  /// What goes wrong from now on, with what is not yet on its way.
  public Vendor faults(Faults newFaults) {
    absorb();
    faults = newFaults;
    return this;
  }

  /// The vendor's time. It begins at the epoch and moves only when told to.
  public Instant now() {
    return now;
  }

  /// Moves the time on, and sends what falls due on the way.
  public Vendor advance(Duration by) {
    sendUntil(now.plus(by));
    return this;
  }

  /// Moves the time on until nothing is left to be sent, also of what the app itself sets off when
  /// it is called back.
  public Vendor deliverAll() {
    sendUntil(null);
    return this;
  }

  private void sendUntil(@Nullable Instant end) {
    absorb();
    while (isDue(schedule.peek(), end)) {
      Shipment next = schedule.remove();
      if (next.due().isAfter(now)) {
        now = next.due();
      }
      send(next);
      if (!isDue(schedule.peek(), end)) {
        absorb();
      }
    }
    if (end != null) {
      now = end;
    }
  }

  private static boolean isDue(@Nullable Shipment shipment, @Nullable Instant end) {
    return shipment != null && (end == null || !shipment.due().isAfter(end));
  }

  /// Takes over what has happened in Weft, and decides what will go wrong with it.
  private void absorb() {
    awaitWeft.run();
    for (Intake.Taken taken : intake.drain()) {
      long event = events++;
      SplittableRandom draw = new SplittableRandom(seed * 1_000_003 + event);
      // Each callback draws as often, whatever the faults are: to turn on one fault must not change
      // where another strikes.
      boolean isLost = draw.nextDouble() < faults.lose();
      boolean isLate = draw.nextDouble() < faults.delay();
      double late = draw.nextDouble();
      boolean isOvertaken = draw.nextDouble() < faults.reorder();
      int overtakers = draw.nextInt(faults.overtakers()) + 1;
      boolean isTwice = draw.nextDouble() < faults.duplicate();
      int between = draw.nextInt(faults.overtakers()) + 1;
      if (isLost) {
        dropped.add(new Dropped(now, taken.url(), Dropped.Reason.LOST, taken.body()));
        continue;
      }
      long delayMs = isLate ? Math.round(late * faults.longestDelay().toMillis()) : 0;
      Instant due = now.plusMillis(delayMs);
      // Half a place behind the last that overtakes it.
      double place = isOvertaken ? event + overtakers + 0.5 : event;
      ship(taken, due, place);
      if (isTwice) {
        ship(taken, due, place + between - 0.25);
      }
    }
  }

  private void ship(Intake.Taken taken, Instant due, double place) {
    schedule.add(new Shipment(due, place, shipments++, taken.url(), taken.body()));
  }

  private void send(Shipment shipment) {
    if (bannedUntil().isPresent()) {
      drop(shipment, Dropped.Reason.BANNED);
    } else if (!attempt(shipment, 1) && !attempt(shipment, 2)) {
      drop(shipment, Dropped.Reason.FAILED);
    }
  }

  private void drop(Shipment shipment, Dropped.Reason reason) {
    dropped.add(new Dropped(now, shipment.url(), reason, shipment.body()));
  }

  private boolean attempt(Shipment shipment, int number) {
    HttpRequest request =
        HttpRequest.newBuilder(shipment.url())
            .timeout(faults.answerWithin())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(shipment.body()))
            .build();
    int status = 0;
    boolean isTooLong = false;
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        String answer = new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
        isTooLong = answer.length() > ANSWER_CHARS;
      }
      status = response.statusCode();
    } catch (IOException e) {
      // No answer, or none in time: status 0 says so.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    VendorAttempt attempt = new VendorAttempt(now, shipment.url(), number, status, shipment.body());
    attempts.add(attempt);
    if (!attempt.succeeded() || isTooLong) {
      ban.failed(now);
    }
    return attempt.succeeded();
  }

  /// When the ban ends that keeps the vendor from sending; empty if there is none now.
  public Optional<Instant> bannedUntil() {
    return Optional.ofNullable(ban.until(now));
  }

  /// Every request to the app so far, oldest first.
  public List<VendorAttempt> attempts() {
    return List.copyOf(attempts);
  }

  /// What was given up, oldest first.
  public List<Dropped> dropped() {
    return List.copyOf(dropped);
  }

  /// Sends what was given up once more, in the order it was given up, as the vendor does for those
  /// who pay for exception storage and ask for it.
  ///
  /// @return how many arrived now; the rest is dropped again
  public int resendDropped() {
    List<Dropped> before = dropped();
    dropped.clear();
    for (Dropped one : before) {
      send(new Shipment(now, 0, shipments++, one.url(), one.body()));
    }
    return before.size() - dropped.size();
  }

  @Override
  public void close() {
    intake.close();
  }
}
