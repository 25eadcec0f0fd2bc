package dev.weft.spring;

import dev.weft.receiver.Reception.Accepted;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/// One annotated method of one bean. The bean is asked for at each call, so that its scope and
/// `@Lazy` mean what they always mean.
final class HandlerMethod {

  private final BeanFactory beans;
  private final String beanName;
  private final ProxiedMethod method;
  private final HandlerArguments arguments;

  /// @param type the class of the bean, behind any proxy
  /// @param method of that class
  /// @throws IllegalStateException if the method could not be called, or not waited for
  HandlerMethod(BeanFactory beans, String beanName, Class<?> type, Method method) {
    this.beans = beans;
    this.beanName = beanName;
    this.method = new ProxiedMethod(type, method);
    this.arguments = HandlerArguments.of(method, type);
    HandlerResult.check(beans, beanName, type, method);
  }

  /// Fails if the method cannot be called on this bean.
  void check(Object bean) {
    method.on(bean.getClass());
  }

  /// Through the bean's proxy if it has one, so that `@Transactional` and its like count.
  void invoke(Accepted accepted) throws Exception {
    Object bean = beans.getBean(beanName);
    @Nullable Object result = null;
    try {
      result = method.on(bean.getClass()).invoke(bean, arguments.of(accepted));
    } catch (InvocationTargetException e) {
      ReflectionUtils.rethrowException(e.getTargetException());
    }
    await(result);
  }

  /// The callback is acknowledged when the work is done, also where another thread does it.
  private static void await(@Nullable Object result) throws Exception {
    try {
      if (result instanceof CompletionStage<?> stage) {
        stage.toCompletableFuture().get();
      } else if (result instanceof Future<?> future) {
        future.get();
      }
    } catch (ExecutionException e) {
      ReflectionUtils.rethrowException(e.getCause() == null ? e : e.getCause());
    }
  }
}
