package org.custodytransfer.journeys;

/** Norgerhaven in its time, on PostgreSQL. */
@OnPostgresql
class NorgerhavenOnPostgresqlTest extends NorgerhavenStoryTest {}
