package dev.weft.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/// Finds the annotated methods of all beans: by the class behind a proxy, whatever made the proxy
/// and whatever the bean's scope is.
///
/// A scoped proxy is two beans, the proxy and its target. Only the proxy counts, so that its
/// methods are called once.
final class HandlerDiscovery {

  private final ConfigurableListableBeanFactory innermost;

  HandlerDiscovery(ConfigurableListableBeanFactory beans) {
    this.innermost = beans;
  }

  /// In the order of the bean definitions; those of parent contexts come last.
  List<HandlerMethod> find() {
    List<HandlerMethod> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    BeanFactory at = innermost;
    while (at instanceof ConfigurableListableBeanFactory beans) {
      for (String name : beans.getBeanNamesForType(Object.class)) {
        if (names.add(name)) {
          addMethods(beans, name, found);
        }
        String factory = BeanFactory.FACTORY_BEAN_PREFIX + name;
        if (isFactory(beans, name) && names.add(factory)) {
          addMethods(beans, factory, found);
        }
      }
      at = beans.getParentBeanFactory();
    }
    return List.copyOf(found);
  }

  private static boolean isFactory(ConfigurableListableBeanFactory beans, String name) {
    return !name.startsWith(BeanFactory.FACTORY_BEAN_PREFIX) && beans.isFactoryBean(name);
  }

  private static void addMethods(
      ConfigurableListableBeanFactory beans, String name, List<HandlerMethod> found) {
    if (ScopedProxyUtils.isScopedTarget(name)) {
      return;
    }
    Class<?> type = targetClass(beans, name);
    if (type == null) {
      return;
    }
    for (Method method : annotated(type)) {
      HandlerMethod handler = new HandlerMethod(beans, name, type, method);
      Object bean = eager(beans, name);
      if (bean != null) {
        handler.check(bean);
      }
      found.add(handler);
    }
  }

  private static Set<Method> annotated(Class<?> type) {
    return MethodIntrospector.selectMethods(
            type,
            (MethodIntrospector.MetadataLookup<Boolean>)
                method ->
                    AnnotatedElementUtils.hasAnnotation(method, ThreadCallbackHandler.class)
                        ? Boolean.TRUE
                        : null)
        .keySet();
  }

  private static @Nullable Class<?> targetClass(
      ConfigurableListableBeanFactory beans, String name) {
    Class<?> type = determine(beans, name);
    if (type != null && ScopedObject.class.isAssignableFrom(type)) {
      String target = ScopedProxyUtils.getTargetBeanName(name);
      return beans.containsBean(target) ? determine(beans, target) : type;
    }
    if (type != null && !type.isInterface() && !Proxy.isProxyClass(type)) {
      return type;
    }
    // A factory or a proxy made by hand hides the class: ask the bean itself.
    Object bean = eager(beans, name);
    return bean == null ? type : AopProxyUtils.ultimateTargetClass(bean);
  }

  private static @Nullable Class<?> determine(ConfigurableListableBeanFactory beans, String name) {
    return AutoProxyUtils.determineTargetClass(beans, name);
  }

  /// The bean, if it is a singleton that is not to wait for its first use.
  private static @Nullable Object eager(ConfigurableListableBeanFactory beans, String name) {
    try {
      return beans.isSingleton(name) && !isLazy(beans, name) ? beans.getBean(name) : null;
    } catch (BeansException e) {
      // A factory that cannot make its bean: who asks for the bean is told.
      return null;
    }
  }

  private static boolean isLazy(ConfigurableListableBeanFactory beans, String name) {
    String definition = name.startsWith(BeanFactory.FACTORY_BEAN_PREFIX) ? name.substring(1) : name;
    if (!beans.containsBeanDefinition(definition)) {
      return false;
    }
    BeanDefinition merged = beans.getMergedBeanDefinition(definition);
    return merged.isLazyInit();
  }
}
