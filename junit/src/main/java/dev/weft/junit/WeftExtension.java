package dev.weft.junit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Makes the [Weft] of a test when it is asked for, and ends it after the test. Register it by
/// [WeftTest].
public final class WeftExtension implements ParameterResolver, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(WeftExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Weft.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(key(context), unused -> open(context), Weft.class);
  }

  /// A test's own app must not be taken for the app of its class.
  private static String key(ExtensionContext context) {
    return "weft of " + context.getUniqueId();
  }

  private static Weft open(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    WeftTest wanted =
        AnnotationSupport.findAnnotation(
                testClass, WeftTest.class, context.getEnclosingTestClasses())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        testClass.getName()
                            + " has no @WeftTest: put it on the class, a superclass, an enclosing"
                            + " class, or an annotation on one of them"));
    LocalServer server =
        outermost(context)
            .getStore(NAMESPACE)
            .computeIfAbsent("server", unused -> start(wanted), LocalServer.class);
    return new Weft(server, wanted.vendor(), wanted.seed());
  }

  /// The class itself: nested ones share its server.
  private static ExtensionContext outermost(ExtensionContext context) {
    ExtensionContext at = context;
    Optional<ExtensionContext> parent = at.getParent();
    while (parent.isPresent() && parent.get().getTestClass().isPresent()) {
      at = parent.get();
      parent = at.getParent();
    }
    return at;
  }

  private static LocalServer start(WeftTest wanted) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(wanted.clockSkew()));
    return LocalServer.start(List.of(wanted.settings()), clock);
  }

  /// Tells what became of the callbacks of a test that failed: beside its stack trace, which every
  /// build tool shows, and as a report entry. Also where a method before or after the test failed.
  @Override
  public void afterEach(ExtensionContext context) {
    Throwable failure = context.getExecutionException().orElse(null);
    if (failure == null) {
      return;
    }
    for (Weft weft : appsOf(context)) {
      String story = CallbackStory.of(weft);
      context.publishReportEntry("callbacks", story);
      failure.addSuppressed(new CallbackStory(story));
    }
  }

  /// The app of the test and the one of its class.
  private static List<Weft> appsOf(ExtensionContext context) {
    List<Weft> found = new ArrayList<>();
    Optional<ExtensionContext> at = Optional.of(context);
    while (at.isPresent()) {
      Weft weft = at.get().getStore(NAMESPACE).get(key(at.get()), Weft.class);
      if (weft != null) {
        found.add(weft);
      }
      at = at.get().getParent();
    }
    return found;
  }
}
