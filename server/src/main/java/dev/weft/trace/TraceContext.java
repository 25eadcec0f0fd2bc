package dev.weft.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The trace that a request belongs to (W3C Trace Context, level 2): its `traceparent` and
/// `tracestate` headers. Each attempt of a callback is a span of its own, whether a [Tracer]
/// records what we do or not.
///
/// @param traceId 32 hex digits, lower case, not all zero
/// @param parentId the span that called us: 16 hex digits, lower case, not all zero
/// @param flags of the caller, those the specification knows: 1 sampled, 2 random trace id
/// @param state what tracing systems passed along, unread; empty if nothing
public record TraceContext(String traceId, String parentId, int flags, String state) {

  /// What the specification asks everybody to pass on at the least. A longer state is dropped.
  private static final int MAX_STATE = 512;

  /// Later versions may have more after the flags; what we know of comes first.
  private static final Pattern PARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /// A list of `key=value`: printable characters of one line.
  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e\\t]+");

  /// Flags the specification does not know are not passed on.
  private static final int KNOWN_FLAGS = 3;

  private static final ScopedValue<TraceContext> CURRENT = ScopedValue.newInstance();

  /// The trace of these headers; empty if there is none or it is invalid.
  ///
  /// @param parent the `traceparent` header
  /// @param state the `tracestate` header; an invalid one counts as none
  public static Optional<TraceContext> parse(String parent, String state) {
    Matcher matcher = PARENT.matcher(parent);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String version = matcher.group(1);
    boolean longer = matcher.group(5) != null;
    String traceId = matcher.group(2);
    String parentId = matcher.group(3);
    if (version.equals("ff") || (version.equals("00") && longer)) {
      return Optional.empty();
    }
    if (isZero(traceId) || isZero(parentId)) {
      return Optional.empty();
    }
    int flags = HexFormat.fromHexDigits(matcher.group(4)) & KNOWN_FLAGS;
    return Optional.of(new TraceContext(traceId, parentId, flags, usable(state)));
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(c -> c == '0');
  }

  private static String usable(String state) {
    return state.length() <= MAX_STATE && STATE.matcher(state).matches() ? state.strip() : "";
  }

  /// The trace of the request that is being answered; null if it came without one.
  public static @Nullable TraceContext current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// Runs `work` as part of `trace`, or of none.
  public static <T extends @Nullable Object> T within(
      @Nullable TraceContext trace, Supplier<T> work) {
    return trace == null
        ? work.get()
        : ScopedValue.where(CURRENT, trace).<T, RuntimeException>call(work::get);
  }

  /// A span of its own in the same trace.
  public TraceContext child() {
    long span;
    do {
      span = ThreadLocalRandom.current().nextLong();
    } while (span == 0);
    return new TraceContext(traceId, HexFormat.of().toHexDigits(span), flags, state);
  }

  /// The `traceparent` header.
  public String parent() {
    return "00-" + traceId + "-" + parentId + "-" + HexFormat.of().toHexDigits((byte) flags);
  }

  /// Both headers as one text, to be kept; [#stored] reads it back.
  public String text() {
    return state.isEmpty() ? parent() : parent() + " " + state;
  }

  /// Reads what [#text] wrote.
  public static Optional<TraceContext> stored(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? parse(text, "") : parse(text.substring(0, space), text.substring(space + 1));
  }
}
