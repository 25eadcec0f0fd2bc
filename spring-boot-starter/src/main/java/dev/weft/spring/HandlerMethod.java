package dev.weft.spring;

import dev.weft.receiver.Attempt;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.util.ReflectionUtils;

/// One annotated method and how its arguments are made, settled when the app starts.
record HandlerMethod(Object bean, Method method, List<Function<Accepted, Object>> arguments) {

  private static final Map<Class<?>, Function<Accepted, Object>> OFFERED =
      Map.of(
          ThreadCallback.class,
          Accepted::callback,
          ThreadChange.class,
          accepted -> accepted.change(null),
          Attempt.class,
          Accepted::attempt,
          Accepted.class,
          accepted -> accepted);

  static HandlerMethod of(Object bean, Method method) {
    ReflectionUtils.makeAccessible(method);
    List<Function<Accepted, Object>> arguments =
        Stream.of(method.getParameterTypes()).map(type -> argument(method, type)).toList();
    return new HandlerMethod(bean, method, arguments);
  }

  private static Function<Accepted, Object> argument(Method method, Class<?> type) {
    Function<Accepted, Object> argument = OFFERED.get(type);
    if (argument == null) {
      throw new IllegalStateException(
          "@ThreadCallbackHandler "
              + method
              + " asks for a "
              + type.getSimpleName()
              + "; there are ThreadCallback, ThreadChange, Attempt and Accepted");
    }
    return argument;
  }

  void invoke(Accepted accepted) throws Exception {
    Object[] values = arguments.stream().map(argument -> argument.apply(accepted)).toArray();
    try {
      method.invoke(bean, values);
    } catch (InvocationTargetException e) {
      ReflectionUtils.rethrowException(e.getTargetException());
    }
  }
}
