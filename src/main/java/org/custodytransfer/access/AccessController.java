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
  @PostMapping("/accounts")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, String> open(@RequestBody String body) {
    NewAccount account = schemas.read(body, "account", NewAccount.class);
    accounts.open(actors.current(), account.userId(), account.password(), account.state());
    return Map.of("userId", account.userId());
  }

  @Operation(summary = "Ask for a membership; another administrator confirms it")
  @PostMapping("/accounts/{userId}/memberships")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> ask(@PathVariable String userId, @RequestBody String body) {
    String group = schemas.read(body, "membership", NewMembership.class).group();
    return Map.of("membership", accounts.ask(actors.current(), userId, group));
  }

  @Operation(summary = "Confirm a membership that another administrator asked for")
  @PostMapping("/memberships/{id}/confirmation")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void confirm(@PathVariable long id) {
    accounts.confirm(actors.current(), id);
  }

  @Operation(summary = "What a task is about: a case, a flight, a bill or a fact of an agreement")
  @GetMapping("/tasks/{taskId}")
  Map<String, String> about(@PathVariable String taskId) {
    return tasks.aboutVisible(taskId);
  }
}
