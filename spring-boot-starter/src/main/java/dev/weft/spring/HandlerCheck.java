package dev.weft.spring;

import dev.weft.receiver.once.CallbackHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;

/// Tells an application whose callbacks nobody handles: each would be acknowledged and forgotten.
///
/// An application with an `OnceHandler` or a `CallbackEndpoint` of its own handles them there.
final class HandlerCheck {

  private static final Log log = LogFactory.getLog(HandlerCheck.class);

  private final ConfigurableListableBeanFactory beans;
  private final boolean required;

  HandlerCheck(ConfigurableListableBeanFactory beans, boolean required) {
    this.beans = beans;
    this.required = required;
  }

  /// Called where no method is annotated.
  ///
  /// @throws MisconfiguredReceiverException if a handler is required and there is no other either
  void tellWithoutHandler() {
    // Among these is the one that would call the annotated methods.
    int handlers =
        BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                beans, CallbackHandler.class, true, false)
            .length;
    if (handlers > 1 || !isOurs("weftOnceHandler") || !isOurs("weftCallbackEndpoint")) {
      return;
    }
    MisconfiguredReceiverException told = MisconfiguredReceiverException.noHandler();
    if (required) {
      throw told;
    }
    log.warn(told.getMessage());
  }

  private boolean isOurs(String name) {
    if (!beans.containsBeanDefinition(name)) {
      return false;
    }
    BeanDefinition definition = beans.getBeanDefinition(name);
    @Nullable MethodMetadata made =
        definition instanceof AnnotatedBeanDefinition annotated
            ? annotated.getFactoryMethodMetadata()
            : null;
    return made != null
        && made.getDeclaringClassName().startsWith(WeftReceiverAutoConfiguration.class.getName());
  }
}
