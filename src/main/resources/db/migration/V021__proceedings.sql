-- A criminal case that needs the person is an obstacle.
drop table proceeding;
