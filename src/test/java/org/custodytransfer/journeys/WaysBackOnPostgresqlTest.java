package org.custodytransfer.journeys;

/** The ways back, on PostgreSQL. */
@OnPostgresql
class WaysBackOnPostgresqlTest extends WaysBackStoryTest {}
