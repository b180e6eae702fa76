package org.custodytransfer.journeys;

/** The story of the first case, on PostgreSQL. */
@OnPostgresql
class FirstCaseOnPostgresqlTest extends FirstCaseStoryTest {}
