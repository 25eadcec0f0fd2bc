package dev.weft.examples.spring;

import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import dev.weft.spring.ThreadCallbackHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The last thing that happened in each thread, for a page that shows it.
@RestController
class ThreadActivity {

  private final Map<String, String> lastByThread = new ConcurrentHashMap<>();

  @ThreadCallbackHandler
  void changed(ThreadCallback callback, ThreadChange change) {
    lastByThread.put(callback.name(), change + ", " + callback.messageCount() + " messages");
  }

  @GetMapping("/activity")
  Map<String, String> activity() {
    return lastByThread;
  }
}
