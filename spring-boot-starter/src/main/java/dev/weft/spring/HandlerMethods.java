package dev.weft.spring;

import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.once.CallbackHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/// Finds the methods with [ThreadCallbackHandler] once all beans are there, and calls them.
final class HandlerMethods implements CallbackHandler, SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final List<HandlerMethod> methods = new ArrayList<>();

  HandlerMethods(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanNamesForType(Object.class)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null) {
        annotated(type).forEach(method -> methods.add(handler(name, method)));
      }
    }
  }

  private static Iterable<Method> annotated(Class<?> type) {
    return MethodIntrospector.selectMethods(
        type,
        (Method method) ->
            AnnotatedElementUtils.hasAnnotation(method, ThreadCallbackHandler.class));
  }

  /// Through the bean's proxy if it has one, so that `@Transactional` and its like count.
  private HandlerMethod handler(String name, Method method) {
    Object bean = beans.getBean(name);
    return HandlerMethod.of(bean, AopUtils.selectInvocableMethod(method, bean.getClass()));
  }

  @Override
  public void handle(Accepted accepted) throws Exception {
    if (accepted.callback() instanceof ThreadCallback) {
      for (HandlerMethod method : methods) {
        method.invoke(accepted);
      }
    }
  }
}
