package dev.weft.spring;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/// What a handler's way to end means for the acknowledgement, told when the application starts.
final class HandlerResult {

  private static final Log log = LogFactory.getLog(HandlerResult.class);

  private HandlerResult() {}

  /// @throws IllegalStateException if nobody would ever run what the method returns
  static void check(BeanFactory beans, String beanName, Class<?> type, Method method) {
    Class<?> result = method.getReturnType();
    boolean awaited =
        CompletionStage.class.isAssignableFrom(result) || Future.class.isAssignableFrom(result);
    if (!awaited && isReactive(result)) {
      throw new IllegalStateException(
          "@ThreadCallbackHandler "
              + method
              + " returns a "
              + result.getSimpleName()
              + ", to which nobody subscribes: return nothing, or a CompletableFuture");
    }
    if (!awaited && isAsync(type, method)) {
      log.warn(
          "@ThreadCallbackHandler "
              + method
              + " is @Async and returns nothing: callbacks are acknowledged before they are"
              + " handled, out of order, and are lost if it fails. Return a CompletableFuture to be"
              + " waited for, or leave @Async out");
    }
    if (beans.containsBean(beanName) && ScopeOf.isSession(beans, beanName)) {
      log.warn(
          "@ThreadCallbackHandler "
              + method
              + " is in session scope: senders keep no cookie, so each callback makes a session of"
              + " its own. Use request scope");
    }
  }

  /// The registry knows the types of the libraries that are on the class path.
  private static boolean isReactive(Class<?> result) {
    return Flow.Publisher.class.isAssignableFrom(result)
        || ReactiveAdapterRegistry.getSharedInstance().getAdapter(result) != null;
  }

  private static boolean isAsync(Class<?> type, Method method) {
    return AnnotatedElementUtils.hasAnnotation(method, Async.class)
        || AnnotatedElementUtils.hasAnnotation(type, Async.class);
  }
}
