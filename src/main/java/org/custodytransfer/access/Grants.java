package org.custodytransfer.access;

import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What a group may do in the engine, given once and kept. */
@Component
class Grants {

  private final AuthorizationService authorizations;

  Grants(@Lazy AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  void worksInTasklist(String group) {
    give(group, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
    give(group, Resources.PROCESS_DEFINITION, "*", Permissions.READ);
  }

  /** Finds a process among those that can be started, and starts it. */
  void starts(String group, String process) {
    give(
        group,
        Resources.PROCESS_DEFINITION,
        process,
        Permissions.READ,
        Permissions.CREATE_INSTANCE);
    give(group, Resources.PROCESS_INSTANCE, "*", Permissions.CREATE);
  }

  void give(String group, Resource resource, String id, Permission... permissions) {
    Authorization existing =
        authorizations
            .createAuthorizationQuery()
            .groupIdIn(group)
            .resourceType(resource)
            .resourceId(id)
            .singleResult();
    Authorization grant =
        existing != null
            ? existing
            : authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    grant.setGroupId(group);
    grant.setResource(resource);
    grant.setResourceId(id);
    for (Permission permission : permissions) {
      grant.addPermission(permission);
    }
    authorizations.saveAuthorization(grant);
  }

  /** Whoever once had a task keeps nothing of it. */
  void forgetTask(String userId, String taskId) {
    forget(
        authorizations
            .createAuthorizationQuery()
            .userIdIn(userId)
            .resourceType(Resources.TASK)
            .resourceId(taskId)
            .list());
  }

  /** The tasks that were given to a user by name. */
  List<String> tasksOf(String userId) {
    return authorizations
        .createAuthorizationQuery()
        .userIdIn(userId)
        .resourceType(Resources.TASK)
        .list()
        .stream()
        .map(Authorization::getResourceId)
        .toList();
  }

  private void forget(List<Authorization> grants) {
    grants.forEach(grant -> authorizations.deleteAuthorization(grant.getId()));
  }

  void everybodyReads(Resource resource, String id) {
    Authorization grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
    grant.setUserId(Authorization.ANY);
    grant.setResource(resource);
    grant.setResourceId(id);
    grant.addPermission(Permissions.READ);
    authorizations.saveAuthorization(grant);
  }
}
