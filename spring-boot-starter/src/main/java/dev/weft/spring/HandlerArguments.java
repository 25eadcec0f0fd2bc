package dev.weft.spring;

import dev.weft.receiver.Attempt;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.MethodParameter;

/// How the arguments of a handler are made, settled when the application starts.
record HandlerArguments(List<Function<Accepted, Object>> makers) {

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

  /// @param type the class of the bean: it says what a type variable of a superclass stands for
  static HandlerArguments of(Method method, Class<?> type) {
    List<Function<Accepted, Object>> makers = new ArrayList<>();
    for (int i = 0; i < method.getParameterCount(); i++) {
      Class<?> wanted = new MethodParameter(method, i).withContainingClass(type).getParameterType();
      Function<Accepted, Object> maker = OFFERED.get(wanted);
      if (maker == null) {
        throw new IllegalStateException(
            "@ThreadCallbackHandler "
                + method
                + " asks for a "
                + wanted.getSimpleName()
                + "; there are ThreadCallback, ThreadChange, Attempt and Accepted");
      }
      makers.add(maker);
    }
    return new HandlerArguments(List.copyOf(makers));
  }

  Object[] of(Accepted accepted) {
    return makers.stream().map(maker -> maker.apply(accepted)).toArray();
  }
}
