/** What has to hold before anybody boards: the closed list, with its sources in law. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Condition",
    allowedDependencies = {"agreement"})
package org.custodytransfer.condition;
