package dev.weft.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.SpringProxy;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/// The method to call on a bean for a method of the class behind it.
///
/// A CGLIB proxy is a subclass and has the method itself. A JDK proxy has only interfaces: there
/// the method of the interface is called that the class implements with this one, also by a bridge.
final class ProxiedMethod {

  private final Class<?> target;
  private final Method method;

  /// By the class of the bean; a bean of another scope may be proxied in another way.
  private final Map<Class<?>, Method> known = new ConcurrentHashMap<>();

  ProxiedMethod(Class<?> target, Method method) {
    this.target = target;
    this.method = method;
    ReflectionUtils.makeAccessible(method);
  }

  /// What to call on a bean of this class.
  ///
  /// @throws IllegalStateException if the proxy has no way to the method
  Method on(Class<?> beanClass) {
    return known.computeIfAbsent(beanClass, this::find);
  }

  private Method find(Class<?> beanClass) {
    if (method.getDeclaringClass().isAssignableFrom(beanClass)) {
      requireReachable(beanClass);
      return method;
    }
    for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(beanClass)) {
      for (Method candidate : type.getMethods()) {
        if (leadsHere(candidate)) {
          ReflectionUtils.makeAccessible(candidate);
          return candidate;
        }
      }
    }
    throw new IllegalStateException(
        "@ThreadCallbackHandler "
            + method
            + " is behind a proxy of interfaces, and no interface has it: declare it in an"
            + " interface of the class, or let Spring make class proxies (proxyTargetClass ="
            + " true)");
  }

  private boolean leadsHere(Method candidate) {
    return candidate.getName().equals(method.getName())
        && candidate.getParameterCount() == method.getParameterCount()
        && BridgeMethodResolver.findBridgedMethod(
                ClassUtils.getMostSpecificMethod(candidate, target))
            .equals(method);
  }

  /// On a class proxy, a private or final method would run on the proxy's own, empty fields.
  private void requireReachable(Class<?> beanClass) {
    int modifiers = method.getModifiers();
    if (SpringProxy.class.isAssignableFrom(beanClass)
        && !Modifier.isStatic(modifiers)
        && (Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers))) {
      throw new IllegalStateException(
          "@ThreadCallbackHandler "
              + method
              + " is private or final, and its bean is behind a class proxy, which cannot pass the"
              + " call on: make the method neither");
    }
  }
}
