package dev.weft.junit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Makes the [Weft] of a test when it is asked for, and ends it after the test. Register it by
/// [WeftTest].
public final class WeftExtension implements ParameterResolver, AfterTestExecutionCallback {

  private static final Namespace NAMESPACE = Namespace.create(WeftExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Weft.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(key(context), _ -> open(context), Weft.class);
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
            .orElseThrow(() -> new IllegalStateException(testClass + " has no @WeftTest"));
    EmbeddedServer server =
        outermost(context)
            .getStore(NAMESPACE)
            .computeIfAbsent("server", _ -> start(wanted), EmbeddedServer.class);
    return server.newApp(wanted);
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

  private static EmbeddedServer start(WeftTest wanted) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(wanted.clockSkew()));
    return EmbeddedServer.start(List.of(wanted.settings()), clock);
  }

  /// Tells what became of the callbacks of a test that failed.
  @Override
  public void afterTestExecution(ExtensionContext context) {
    Weft weft = context.getStore(NAMESPACE).get(key(context), Weft.class);
    if (weft != null && context.getExecutionException().isPresent()) {
      context.publishReportEntry("callbacks", weft.story());
    }
  }
}
