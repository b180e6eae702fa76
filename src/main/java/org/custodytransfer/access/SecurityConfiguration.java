package org.custodytransfer.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** The doors: HTTP Basic for systems, the webapps' own login for people, nothing else open. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  @Bean
  AuthenticationProvider engineUsers(@Lazy IdentityService identity) {
    return new AuthenticationProvider() {
      @Override
      public Authentication authenticate(Authentication attempt) {
        String user = attempt.getName();
        identity.clearAuthentication();
        boolean right;
        try {
          right = identity.checkPassword(user, String.valueOf(attempt.getCredentials()));
        } catch (org.camunda.bpm.engine.AuthenticationException locked) {
          throw new LockedException("Too many wrong passwords; try again in a minute.");
        }
        if (!right) {
          throw new BadCredentialsException("Wrong user or password.");
        }
        return UsernamePasswordAuthenticationToken.authenticated(user, null, List.of());
      }

      @Override
      public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
      }
    };
  }

  /** The door of {@code /api} stands behind the login, and nowhere else. */
  @Bean
  FilterRegistrationBean<ApiDoor> behindTheLogin(ApiDoor apiDoor) {
    var registration = new FilterRegistrationBean<>(apiDoor);
    registration.setEnabled(false);
    return registration;
  }

  /** The door of the engine's REST likewise. */
  @Bean
  FilterRegistrationBean<EngineDoor> beforeTheEngine(EngineDoor engineDoor) {
    var registration = new FilterRegistrationBean<>(engineDoor);
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  @Order(1)
  SecurityFilterChain systems(
      HttpSecurity http, @Lazy IdentityService identity, ApiDoor apiDoor, EngineDoor engineDoor)
      throws Exception {
    return http.securityMatcher(
            new OrRequestMatcher(
                in("/engine-rest", "/**"),
                in("", "/api/**"),
                in("", "/v3/api-docs/**"),
                in("", "/v3/api-docs.yaml"),
                in("", "/swagger-ui/**"),
                in("", "/swagger-ui.html")))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .httpBasic(Customizer.withDefaults())
        .csrf(csrf -> csrf.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(new WebappSession(), BasicAuthenticationFilter.class)
        .addFilterAfter(new EngineAuthentication(identity), AuthorizationFilter.class)
        .addFilterAfter(apiDoor, EngineAuthentication.class)
        .addFilterAfter(engineDoor, EngineAuthentication.class)
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain people(HttpSecurity http, EngineDoor engineDoor) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    // The first administrator comes from configuration, never from a page open to
                    // anybody.
                    .requestMatchers(
                        in("", "/camunda/app/admin/*/setup/**"),
                        in("/camunda/api/admin", "/setup/**"),
                        in("", "/camunda/api/admin/setup/**"))
                    .denyAll()
                    // Camunda's own filters guard what lies behind these.
                    .requestMatchers(
                        in("", "/"),
                        in("", "/camunda/**"),
                        in("/camunda/api/admin", "/**"),
                        in("/camunda/api/engine", "/**"),
                        in("/camunda/api/tasklist", "/**"),
                        in("/camunda/api/cockpit", "/**"),
                        in("/camunda/api/welcome", "/**"),
                        in("", "/actuator/health/**"),
                        in("", "/favicon.ico"))
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .csrf(csrf -> csrf.disable())
        .headers(
            headers -> headers.defaultsDisabled().contentTypeOptions(Customizer.withDefaults()))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.NEVER))
        .addFilterAfter(engineDoor, AuthorizationFilter.class)
        .build();
  }

  private static RequestMatcher in(String servlet, String pattern) {
    var matcher = PathPatternRequestMatcher.withDefaults();
    return (servlet.isEmpty() ? matcher : matcher.basePath(servlet)).matcher(pattern);
  }

  /**
   * Lets the pages of Tasklist read what they show with the login of the webapps, and add a
   * document with the token of that login; all other writing takes a login of its own.
   */
  private static final class WebappSession extends OncePerRequestFilter {

    private static final Pattern DOCUMENTS = Pattern.compile("/api/transfers/[A-Z0-9-]+/documents");

    private static boolean open(HttpServletRequest request) {
      return request.getMethod().equals("GET")
          || request.getMethod().equals("POST")
              && DOCUMENTS.matcher(request.getRequestURI()).matches()
              && tokenOfTheSession(request);
    }

    private static boolean tokenOfTheSession(HttpServletRequest request) {
      HttpSession session = request.getSession(false);
      String sent = request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
      return session != null
          && sent != null
          && sent.equals(session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME));
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (open(request) && request.getHeader("Authorization") == null) {
        EngineDoor.webappsUser(request)
            .ifPresent(
                user -> {
                  var context = SecurityContextHolder.createEmptyContext();
                  context.setAuthentication(
                      UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()));
                  SecurityContextHolder.setContext(context);
                });
      }
      chain.doFilter(request, response);
    }
  }

  /** Tells the engine who is at the door, with groups and the agreements they may see. */
  private static final class EngineAuthentication extends OncePerRequestFilter {

    private final IdentityService identity;

    EngineAuthentication(IdentityService identity) {
      this.identity = identity;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String user = SecurityContextHolder.getContext().getAuthentication().getName();
      identity.setAuthentication(
          user,
          identity.createGroupQuery().groupMember(user).list().stream().map(Group::getId).toList(),
          identity.createTenantQuery().userMember(user).list().stream()
              .map(Tenant::getId)
              .toList());
      try {
        chain.doFilter(request, response);
      } finally {
        identity.clearAuthentication();
      }
    }
  }
}
