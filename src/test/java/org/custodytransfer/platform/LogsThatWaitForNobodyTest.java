package org.custodytransfer.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogsThatWaitForNobodyTest {

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLogThatNobodyReadsKeepsNobodyWaiting() throws Exception {
    var read = new CountDownLatch(1);
    var written = new AtomicInteger();
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    var pipe =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent line) {
            try {
              read.await();
              written.incrementAndGet();
            } catch (InterruptedException ended) {
              Thread.currentThread().interrupt();
            }
          }
        };
    pipe.setContext(context);
    pipe.setName("pipe");
    pipe.start();
    context.getLogger("ROOT").addAppender(pipe);
    LogsThatWaitForNobody.putBehindQueues(context);
    // Once more, as each further start in one process does.
    LogsThatWaitForNobody.putBehindQueues(context);
    for (int n = 0; n < 20_000; n++) {
      context.getLogger("any").info("a line");
    }
    read.countDown();
    Awaitility.await().untilAtomic(written, Matchers.greaterThan(0));
    context.stop();
    assertThat(written.get()).isLessThanOrEqualTo(20_000);
  }
}
