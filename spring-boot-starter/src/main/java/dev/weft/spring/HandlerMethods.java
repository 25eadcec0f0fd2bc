package dev.weft.spring;

import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.once.CallbackHandler;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/// The methods with [ThreadCallbackHandler]: finds them once all singletons are there, and calls
/// each once for each thread callback.
final class HandlerMethods implements CallbackHandler, SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final boolean required;
  private List<HandlerMethod> methods = List.of();

  /// @param required whether the application may not start without any handler
  HandlerMethods(ConfigurableListableBeanFactory beans, boolean required) {
    this.beans = beans;
    this.required = required;
  }

  @Override
  public void afterSingletonsInstantiated() {
    methods = new HandlerDiscovery(beans).find();
    if (methods.isEmpty()) {
      new HandlerCheck(beans, required).tellWithoutHandler();
    }
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
