/**
 * What every module stands on: the clock, refusals, schemas, rows, locks and the wall in front of
 * the engine.
 */
@org.springframework.modulith.ApplicationModule(
    displayName = "Platform",
    allowedDependencies = {})
package org.custodytransfer.platform;
