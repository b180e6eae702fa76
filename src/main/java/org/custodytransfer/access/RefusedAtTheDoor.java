package org.custodytransfer.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.custodytransfer.platform.Problems;
import org.custodytransfer.platform.Refusal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** How a door says no: on the trail, and to the caller. */
@Component
class RefusedAtTheDoor {

  private final ObjectProvider<Trail> attempts;
  private final ObjectMapper mapper;

  RefusedAtTheDoor(ObjectProvider<Trail> attempts, ObjectMapper mapper) {
    this.attempts = attempts;
    this.mapper = mapper;
  }

  /** What could not be answered for want of the database cannot be traced in it either. */
  void trace(String user, HttpServletRequest request, Refusal refusal) {
    if (refusal.isUnavailable()) {
      return;
    }
    attempts
        .getObject()
        .refused(
            "general", user, request.getMethod() + " " + request.getRequestURI(), said(refusal));
  }

  /** Why, as long as it says nothing about a case or of what was sent: a trail cannot be erased. */
  static String said(Refusal refusal) {
    return switch (refusal.status()) {
      case 401, 403, 404, 405, 413, 415 -> refusal.status() + " " + refusal.getMessage();
      default -> String.valueOf(refusal.status());
    };
  }

  void answer(HttpServletResponse response, Refusal refusal) {
    try {
      response.setStatus(refusal.status());
      if (refusal.about().get("allow") instanceof List<?> methods) {
        response.setHeader(
            HttpHeaders.ALLOW,
            methods.stream().map(String::valueOf).collect(Collectors.joining(", ")));
      }
      refusal
          .retryAfter()
          .ifPresent(seconds -> response.setHeader(HttpHeaders.RETRY_AFTER, seconds.toString()));
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(mapper.writeValueAsBytes(Problems.of(refusal)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
