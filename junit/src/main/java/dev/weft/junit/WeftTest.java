package dev.weft.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Starts a real Weft in this process, on a free port, for the tests of a class. A parameter of type
/// [Weft] of a test or of a `@BeforeEach` method is an app of its own on that server: tests do not
/// see each other. In a constructor or a `@BeforeAll` method it is an app for the whole class.
///
///     @WeftTest
///     class ArchiveTest {
///       @Test
///       void a_message_is_archived(Weft weft) {
///         weft.deliverTo(URI.create("http://127.0.0.1:8090/callbacks"));
///         ChatThread thread = weft.group("alice", "bob").thread("alice", "lunch");
///         thread.send("bob", "noodles?");
///         weft.awaitDelivered();
///         …
///
/// It may stand on the class, on a superclass, on an enclosing class of a `@Nested` one, or on an
/// annotation of the project's own. The nearest counts: the class and its superclasses before the
/// enclosing ones.
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WeftExtension.class)
public @interface WeftTest {

  /// True puts the vendor's cloud between Weft and the app: [Weft#vendor] sends the callbacks, with
  /// the vendor's rules and the faults of the test's choice, in a time that the test sets.
  boolean vendor() default false;

  /// What the faults are drawn from: the same seed and the same test give the same bad day.
  long seed() default 1;

  /// How far the clock of the server is from this machine's, as an ISO 8601 duration: `PT10M` is
  /// ten minutes fast, `-PT10M` as much slow. What it signs and dates is off by that.
  String clockSkew() default "PT0S";

  /// Settings of the server, each as `path=value` (`chat.recallWindowSeconds=5`), see its
  /// `weft.yaml`.
  String[] settings() default {};
}
