package org.custodytransfer.journeys;

/** Every kind and schedule, on PostgreSQL. */
@OnPostgresql
class KindsOnPostgresqlTest extends KindsStoryTest {}
