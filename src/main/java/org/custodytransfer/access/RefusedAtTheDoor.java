package org.custodytransfer.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** How a door says no: on the trail, and to the caller. */
@Component
class RefusedAtTheDoor {

  private final ObjectProvider<RefusedAttempts> attempts;
  private final ObjectMapper mapper;

  RefusedAtTheDoor(ObjectProvider<RefusedAttempts> attempts, ObjectMapper mapper) {
    this.attempts = attempts;
    this.mapper = mapper;
  }

  void trace(String user, HttpServletRequest request, Refusal refusal) {
    attempts
        .getObject()
        .refused(
            "general",
            user,
            request.getMethod() + " " + request.getRequestURI(),
            refusal.status() + " " + refusal.getMessage());
  }

  void answer(HttpServletResponse response, Refusal refusal) {
    try {
      response.setStatus(refusal.status());
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(mapper.writeValueAsBytes(Problems.of(refusal)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
