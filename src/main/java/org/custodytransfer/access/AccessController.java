package org.custodytransfer.access;

import io.swagger.v3.oas.annotations.Operation;
import java.util.Map;
import java.util.Optional;
import org.custodytransfer.platform.Schemas;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Users and their groups, and what a task is about. */
@RestController
@RequestMapping("/api")
class AccessController {

  record NewAccount(String userId, String password, Optional<String> state) {}

  record NewMembership(String group) {}

  record NewPassword(String current, String wanted) {}

  private final Accounts accounts;
  private final Actors actors;
  private final TaskDoor tasks;
  private final Schemas schemas;

  AccessController(Accounts accounts, Actors actors, TaskDoor tasks, Schemas schemas) {
    this.accounts = accounts;
    this.actors = actors;
    this.tasks = tasks;
    this.schemas = schemas;
  }

  @Operation(summary = "Open an account without any group")
  @AllowedTo(Role.ADMINISTRATORS)
  @PostMapping("/accounts")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, String> open(@RequestBody String body) {
    NewAccount account = schemas.read(body, "account", NewAccount.class);
    accounts.open(actors.current(), account.userId(), account.password(), account.state());
    return Map.of("userId", account.userId());
  }

  @Operation(summary = "Ask for a membership; another administrator confirms it")
  @AllowedTo(Role.ADMINISTRATORS)
  @PostMapping("/accounts/{userId}/memberships")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> ask(@PathVariable String userId, @RequestBody String body) {
    String group = schemas.read(body, "membership", NewMembership.class).group();
    return Map.of("change", accounts.ask(actors.current(), userId, group));
  }

  @Operation(summary = "Ask for the end of a membership; another administrator confirms it")
  @AllowedTo(Role.ADMINISTRATORS)
  @PostMapping("/accounts/{userId}/membership-ends")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> askToLeave(@PathVariable String userId, @RequestBody String body) {
    String group = schemas.read(body, "membership", NewMembership.class).group();
    return Map.of("change", accounts.askToLeave(actors.current(), userId, group));
  }

  @Operation(summary = "Ask to close an account; another administrator confirms it")
  @AllowedTo(Role.ADMINISTRATORS)
  @PostMapping("/accounts/{userId}/closure")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> askToClose(@PathVariable String userId) {
    return Map.of("change", accounts.ask(actors.current(), userId, Accounts.Change.CLOSE));
  }

  @Operation(summary = "Ask for a new password of somebody; another administrator confirms it")
  @AllowedTo(Role.ADMINISTRATORS)
  @PostMapping("/accounts/{userId}/password-reset")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> askToReset(@PathVariable String userId) {
    return Map.of("change", accounts.ask(actors.current(), userId, Accounts.Change.RESET));
  }

  @Operation(
      summary =
          "Confirm what another administrator asked for; a new password is told here, and only once")
  @AllowedTo(Role.ADMINISTRATORS)
  @PostMapping("/account-changes/{id}/confirmation")
  Map<String, String> confirm(@PathVariable long id) {
    return accounts
        .confirm(actors.current(), id)
        .map(password -> Map.of("password", password))
        .orElse(Map.of());
  }

  @Operation(summary = "Change one's own password")
  @AllowedToEveryAccount
  @PostMapping("/own-password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void changeOwnPassword(@RequestBody String body) {
    NewPassword password = schemas.read(body, "own-password", NewPassword.class);
    accounts.changeOwnPassword(actors.current(), password.current(), password.wanted());
  }

  @Operation(summary = "Take a task from somebody who is gone, back to those who may claim it")
  @AllowedTo(Role.MANAGERS)
  @PostMapping("/tasks/{taskId}/release")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void release(@PathVariable String taskId) {
    tasks.release(taskId);
  }

  @Operation(summary = "What a task is about: a case, a flight, a bill or a fact of an agreement")
  @AllowedToEveryGroup
  @GetMapping("/tasks/{taskId}")
  Map<String, String> about(@PathVariable String taskId) {
    return tasks.aboutVisible(taskId);
  }
}
