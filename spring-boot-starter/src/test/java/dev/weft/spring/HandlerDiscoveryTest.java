package dev.weft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.Attempt;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.once.CallbackHandler;
import dev.weft.receiver.once.OnceHandler;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.annotation.SessionScope;

/// Each annotated method is called once for a callback, whatever stands before its bean.
@ExtendWith(OutputCaptureExtension.class)
class HandlerDiscoveryTest {

  private static final String SECRET = "weft.receiver.secret=" + Poster.SECRET;

  /// What handlers were called, with the number of their instance.
  static final class Calls extends CopyOnWriteArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Base {
    @Bean
    Calls calls() {
      return new Calls();
    }
  }

  private static App start(Class<?>... handlers) {
    Class<?>[] all = new Class<?>[handlers.length + 1];
    all[0] = Base.class;
    System.arraycopy(handlers, 0, all, 1, handlers.length);
    return App.start(List.of(all), App.NO_DATABASE, SECRET);
  }

  /// What was called for two callbacks that were each answered with 200.
  private static List<String> callsOf(Class<?>... handlers) throws Exception {
    try (App app = start(handlers)) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
      assertThat(app.weft().post("call-2", "t", 2).statusCode()).isEqualTo(200);
      return List.copyOf(app.bean(Calls.class));
    }
  }

  // Scopes

  /// Counts its instances, so that a test sees how many were made.
  abstract static class Counting {
    static final AtomicInteger INSTANCES = new AtomicInteger();

    final int number = INSTANCES.incrementAndGet();
    final Calls calls;

    Counting(Calls calls) {
      this.calls = calls;
    }
  }

  @Component
  @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
  static class ProxiedPrototype extends Counting {
    ProxiedPrototype(Calls calls) {
      super(calls);
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      calls.add("call of " + number);
    }
  }

  @Test
  void once_behind_a_scoped_proxy_on_a_fresh_instance() throws Exception {
    Counting.INSTANCES.set(0);

    assertThat(callsOf(ProxiedPrototype.class)).containsExactly("call of 1", "call of 2");
  }

  @Component
  @Scope("prototype")
  static class PlainPrototype extends Counting {
    PlainPrototype(Calls calls) {
      super(calls);
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      calls.add("call of " + number);
    }
  }

  @Test
  void once_on_a_fresh_instance_of_a_prototype() throws Exception {
    Counting.INSTANCES.set(0);

    assertThat(callsOf(PlainPrototype.class)).containsExactly("call of 1", "call of 2");
  }

  @Component
  @RequestScope
  static class InRequest extends Counting {
    InRequest(Calls calls) {
      super(calls);
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      calls.add("call of " + number);
    }
  }

  @Test
  void once_in_request_scope() throws Exception {
    Counting.INSTANCES.set(0);

    assertThat(callsOf(InRequest.class)).containsExactly("call of 1", "call of 2");
  }

  @Component
  @Scope("request")
  static class InRequestWithoutProxy extends Counting {
    InRequestWithoutProxy(Calls calls) {
      super(calls);
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      calls.add("call of " + number);
    }
  }

  @Test
  void once_in_request_scope_without_a_proxy() throws Exception {
    Counting.INSTANCES.set(0);

    assertThat(callsOf(InRequestWithoutProxy.class)).containsExactly("call of 1", "call of 2");
  }

  @Test
  void once_in_request_scope_where_no_filter_of_spring_binds_the_request() throws Exception {
    try (App app =
        App.start(
            List.of(Base.class, InRequest.class),
            "spring.autoconfigure.exclude="
                + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                + "org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration,"
                + "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
            SECRET)) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
      assertThat(app.bean(Calls.class)).hasSize(1);
    }
  }

  @Component
  @SessionScope
  static class InSession extends Counting {
    InSession(Calls calls) {
      super(calls);
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      calls.add("call of " + number);
    }
  }

  @Test
  void once_in_session_scope_and_warns(CapturedOutput output) throws Exception {
    Counting.INSTANCES.set(0);

    assertThat(callsOf(InSession.class)).containsExactly("call of 1", "call of 2");
    assertThat(output).contains("each callback makes a session of its own");
  }

  @Component
  @Lazy
  static class LazyOne extends Counting {
    LazyOne(Calls calls) {
      super(calls);
      calls.add("made");
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      calls.add("call of " + number);
    }
  }

  @Test
  void makes_a_lazy_bean_at_the_first_callback() throws Exception {
    Counting.INSTANCES.set(0);
    try (App app = start(LazyOne.class)) {
      assertThat(app.bean(Calls.class)).isEmpty();
      app.weft().post("call-1", "t", 1);
      app.weft().post("call-2", "t", 2);
      assertThat(app.bean(Calls.class)).containsExactly("made", "call of 1", "call of 1");
    }
  }

  @Test
  void once_where_all_beans_are_lazy() throws Exception {
    try (App app =
        App.start(
            List.of(Base.class, LazyOne.class),
            App.NO_DATABASE,
            SECRET,
            "spring.main.lazy-initialization=true")) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
      assertThat(app.bean(Calls.class)).hasSize(2);
    }
  }

  // Proxies

  interface Listening {
    void changed(ThreadCallback callback);
  }

  static final class BehindInterface implements Listening {
    private final Calls calls;

    BehindInterface(Calls calls) {
      this.calls = calls;
    }

    @Override
    @ThreadCallbackHandler
    public void changed(ThreadCallback callback) {
      calls.add("implementation");
    }
  }

  private static Object proxied(Object target, Calls calls, boolean ofClass) {
    ProxyFactory factory = new ProxyFactory(target);
    factory.setProxyTargetClass(ofClass);
    factory.addAdvice(
        (MethodInterceptor)
            invocation -> {
              if (invocation.getMethod().getName().startsWith("changed")) {
                calls.add("advice");
              }
              return invocation.proceed();
            });
    return factory.getProxy();
  }

  @Configuration(proxyBeanMethods = false)
  static class JdkProxied {
    @Bean
    Listening listening(Calls calls) {
      return (Listening) proxied(new BehindInterface(calls), calls, false);
    }
  }

  @Test
  void once_through_a_jdk_proxy_and_its_advice() throws Exception {
    assertThat(callsOf(JdkProxied.class))
        .containsExactly("advice", "implementation", "advice", "implementation");
  }

  interface Generic<T> {
    void changed(T what);
  }

  static final class BehindGenericInterface implements Generic<ThreadCallback> {
    private final Calls calls;

    BehindGenericInterface(Calls calls) {
      this.calls = calls;
    }

    @Override
    @ThreadCallbackHandler
    public void changed(ThreadCallback callback) {
      calls.add("implementation");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class JdkProxiedGeneric {
    @Bean
    Generic<ThreadCallback> listening(Calls calls) {
      @SuppressWarnings("unchecked")
      Generic<ThreadCallback> proxy =
          (Generic<ThreadCallback>) proxied(new BehindGenericInterface(calls), calls, false);
      return proxy;
    }
  }

  @Test
  void once_through_the_bridge_of_a_generic_interface() throws Exception {
    assertThat(callsOf(JdkProxiedGeneric.class))
        .containsExactly("advice", "implementation", "advice", "implementation");
  }

  interface Unrelated {}

  static final class NotInItsInterface implements Unrelated {
    @ThreadCallbackHandler
    public void changed(ThreadCallback callback) {
      assertThat(callback).as("not reached").isNull();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Unreachable {
    @Bean
    Unrelated unrelated(Calls calls) {
      return (Unrelated) proxied(new NotInItsInterface(), calls, false);
    }
  }

  @Test
  void does_not_start_where_no_interface_of_a_jdk_proxy_has_the_method() {
    assertThatThrownBy(() -> start(Unreachable.class).close())
        .hasMessageContaining("no interface has it");
  }

  static class BehindClass {
    private final @Nullable Calls calls;

    BehindClass() {
      this(null);
    }

    BehindClass(@Nullable Calls calls) {
      this.calls = calls;
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      if (calls != null) {
        calls.add("implementation");
      }
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class CglibProxied {
    @Bean
    BehindClass behind(Calls calls) {
      return (BehindClass) proxied(new BehindClass(calls), calls, true);
    }
  }

  @Test
  void once_through_a_class_proxy_and_its_advice() throws Exception {
    assertThat(callsOf(CglibProxied.class))
        .containsExactly("advice", "implementation", "advice", "implementation");
  }

  static class FinalMethod {
    @ThreadCallbackHandler
    final void changed(ThreadCallback callback) {
      assertThat(callback).as("not reached").isNull();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class FinalProxied {
    @Bean
    FinalMethod behind(Calls calls) {
      return (FinalMethod) proxied(new FinalMethod(), calls, true);
    }
  }

  @Test
  void does_not_start_where_a_class_proxy_cannot_pass_the_call_on() {
    assertThatThrownBy(() -> start(FinalProxied.class).close())
        .hasMessageContaining("private or final");
  }

  // Inheritance

  abstract static class Parent<T> {
    @Nullable Calls calls;

    @ThreadCallbackHandler
    void changed(T callback) {
      inherited(callback);
    }

    void inherited(T callback) {
      if (calls != null) {
        calls.add("inherited");
      }
    }
  }

  @Component
  static class Inheriting extends Parent<ThreadCallback> {
    Inheriting(Calls calls) {
      this.calls = calls;
    }
  }

  @Test
  void once_for_a_method_inherited_from_a_generic_class() throws Exception {
    assertThat(callsOf(Inheriting.class)).containsExactly("inherited", "inherited");
  }

  @Component
  static class Overriding extends Parent<ThreadCallback> {
    Overriding(Calls calls) {
      this.calls = calls;
    }

    @Override
    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      if (calls != null) {
        calls.add("overridden");
      }
    }
  }

  @Test
  void once_for_a_method_that_overrides_an_annotated_one() throws Exception {
    assertThat(callsOf(Overriding.class)).containsExactly("overridden", "overridden");
  }

  interface Annotated {
    @ThreadCallbackHandler
    void changed(Attempt attempt, ThreadCallback callback);
  }

  @Component
  static class OfAnnotatedInterface implements Annotated {
    private final Calls calls;

    OfAnnotatedInterface(Calls calls) {
      this.calls = calls;
    }

    @Override
    public void changed(Attempt attempt, ThreadCallback callback) {
      calls.add("attempt " + attempt.number());
    }
  }

  @Test
  void once_for_a_method_that_is_annotated_in_an_interface() throws Exception {
    assertThat(callsOf(OfAnnotatedInterface.class)).containsExactly("attempt 1", "attempt 1");
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ThreadCallbackHandler
  @interface OnThread {}

  @Component
  static class OwnAnnotation {
    private final Calls calls;

    OwnAnnotation(Calls calls) {
      this.calls = calls;
    }

    @OnThread
    void changed() {
      calls.add("own annotation");
    }
  }

  @Test
  void once_for_an_annotation_of_the_apps_own() throws Exception {
    assertThat(callsOf(OwnAnnotation.class)).containsExactly("own annotation", "own annotation");
  }

  // Factories

  @Component
  static class Factory implements FactoryBean<Listening> {
    private final Calls calls;

    Factory(Calls calls) {
      this.calls = calls;
    }

    @Override
    public Listening getObject() {
      return new BehindInterface(calls);
    }

    @Override
    public Class<?> getObjectType() {
      return Listening.class;
    }
  }

  @Test
  void once_on_what_a_factory_makes() throws Exception {
    assertThat(callsOf(Factory.class)).containsExactly("implementation", "implementation");
  }

  @Component
  static class FactoryWithHandler implements FactoryBean<String> {
    private final Calls calls;

    FactoryWithHandler(Calls calls) {
      this.calls = calls;
    }

    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      calls.add("factory");
    }

    @Override
    public String getObject() {
      return "product";
    }

    @Override
    public Class<?> getObjectType() {
      return String.class;
    }
  }

  @Test
  void once_on_a_factory_itself() throws Exception {
    assertThat(callsOf(FactoryWithHandler.class)).containsExactly("factory", "factory");
  }

  // Other threads

  @Component
  static class AsyncOne {
    private final Calls calls;
    final AtomicInteger failures = new AtomicInteger(1);

    AsyncOne(Calls calls) {
      this.calls = calls;
    }

    @Async
    @ThreadCallbackHandler
    CompletableFuture<@Nullable Void> changed(ThreadCallback callback) {
      if (failures.getAndDecrement() > 0) {
        return CompletableFuture.failedFuture(new IllegalStateException("disk full"));
      }
      calls.add(Thread.currentThread().getName());
      return CompletableFuture.completedFuture(null);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAsync
  @Import(AsyncOne.class)
  static class WithAsync {}

  @Test
  void waits_for_an_async_method_that_returns_a_future() throws Exception {
    try (App app = start(WithAsync.class)) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(500);
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);

      assertThat(app.bean(Calls.class)).hasSize(1);
      assertThat(app.bean(Calls.class).get(0)).startsWith("task-");
    }
  }

  @Component
  static class AsyncVoid {
    final CompletableFuture<String> called = new CompletableFuture<>();

    @Async
    @ThreadCallbackHandler
    void changed(ThreadCallback callback) {
      called.complete(callback.threadId().value());
    }

    CompletableFuture<String> called() {
      return called;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAsync
  @Import(AsyncVoid.class)
  static class WithAsyncVoid {}

  @Test
  void warns_of_an_async_method_that_nobody_can_wait_for(CapturedOutput output) throws Exception {
    try (App app = start(WithAsyncVoid.class)) {
      assertThat(output).contains("acknowledged before they are handled");
      app.weft().post("call-1", "t", 1);
      assertThat(app.bean(AsyncVoid.class).called().get()).isEqualTo("t");
    }
  }

  // Nobody

  @Configuration(proxyBeanMethods = false)
  static class Nobody {}

  @Test
  void does_not_start_when_nobody_handles_callbacks_and_says_what_to_do(CapturedOutput output) {
    assertThatThrownBy(() -> start(Nobody.class).close()).isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("no bean handles them")
        .contains("@ThreadCallbackHandler")
        .contains("weft.receiver.handler-required=false");
  }

  @Test
  void starts_with_a_warning_when_no_handler_is_required(CapturedOutput output) throws Exception {
    try (App app =
        App.start(
            List.of(Base.class), App.NO_DATABASE, SECRET, "weft.receiver.handler-required=false")) {
      assertThat(output).contains("no bean handles them");
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {OwnOnce.class, OwnCallbackHandler.class})
  void starts_where_the_app_handles_callbacks_in_a_way_of_its_own(Class<?> own) throws Exception {
    try (App app = start(own)) {
      assertThat(app.weft().post("call-1", "t", 1).statusCode()).isEqualTo(200);
      assertThat(app.bean(Calls.class)).containsExactly("own");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnOnce {
    @Bean
    OnceHandler once(Calls calls) {
      return accepted -> {
        calls.add("own");
        return OnceHandler.Handled.NOW;
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnCallbackHandler {
    @Bean
    CallbackHandler handler(Calls calls) {
      return accepted -> calls.add("own");
    }
  }

  @Test
  void refuses_a_result_to_which_nobody_subscribes() throws Exception {
    Method method = HandlerDiscoveryTest.class.getDeclaredMethod("reactive");
    assertThatThrownBy(
            () ->
                HandlerResult.check(
                    new DefaultListableBeanFactory(), "bean", HandlerDiscoveryTest.class, method))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("to which nobody subscribes");
  }

  @SuppressWarnings("unused") // looked at by its name
  private static Flow.Publisher<String> reactive() {
    return subscriber -> {};
  }
}
