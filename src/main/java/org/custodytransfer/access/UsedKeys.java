package org.custodytransfer.access;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.platform.Rows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Keys of calls ({@code Idempotency-Key}) with their answers, kept for thirty days. */
@Component
class UsedKeys {

  /** Nobody sends a call again after that; who does has it done again. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final Rows rows;
  private final Clock clock;

  UsedKeys(Rows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * What a call was answered.
   *
   * @param hash of the call that had the key
   */
  record Answer(String hash, int status, Optional<String> body, Optional<String> location) {}

  Optional<Answer> answer(String user, String key) {
    return rows.query()
        .sql("select * from idempotency where user_id = ? and key_text = ?")
        .params(user, key)
        .query(
            (row, n) ->
                new Answer(
                    row.getString("request_hash"),
                    row.getInt("status"),
                    Optional.ofNullable(row.getString("answer")),
                    Optional.ofNullable(row.getString("location"))))
        .optional();
  }

  void keep(String user, String key, String hash, ContentCachingResponseWrapper response) {
    String body = new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    rows.addKeyed(
        "idempotency",
        Rows.columns(
            "user_id",
            user,
            "key_text",
            key,
            "request_hash",
            hash,
            "status",
            response.getStatus(),
            "answer",
            body.isEmpty() ? Optional.empty() : body,
            "location",
            Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION)),
            "recorded_at",
            clock.instant()));
  }

  private void forgetOld() {
    rows.query()
        .sql("delete from idempotency where recorded_at < ?")
        .param(Rows.at(clock.instant().minus(KEPT)))
        .update();
  }

  @Configuration(proxyBeanMethods = false)
  static class Delegates {

    @Bean
    JavaDelegate forgetUsedKeys(UsedKeys keys) {
      return execution -> keys.forgetOld();
    }
  }
}
