package dev.weft.spring;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.context.WebApplicationContext;

/// The scope a bean lives in, also behind a scoped proxy.
final class ScopeOf {

  private ScopeOf() {}

  static boolean isSession(BeanFactory beans, String name) {
    return beans instanceof ConfigurableListableBeanFactory list
        && (isSession(list, name) || isSession(list, ScopedProxyUtils.getTargetBeanName(name)));
  }

  private static boolean isSession(ConfigurableListableBeanFactory beans, String name) {
    return beans.containsBeanDefinition(name)
        && WebApplicationContext.SCOPE_SESSION.equals(
            beans.getMergedBeanDefinition(name).getScope());
  }
}
