-- One number that grows at every change of who holds what, and where: people, accounts, roles,
-- assignments, places and saved views. What is kept in memory of them is good as long as the number is
-- the same, whichever process made the change. See store/ledger.rs.
create table ledger (
    id integer primary key check (id = 1),
    version integer not null
) strict;
insert into ledger (id, version) values (1, 1);

create trigger people_added after insert on people begin update ledger set version = version + 1; end;
create trigger people_changed after update on people begin update ledger set version = version + 1; end;
create trigger people_removed after delete on people begin update ledger set version = version + 1; end;
create trigger accounts_added after insert on accounts begin update ledger set version = version + 1; end;
create trigger accounts_changed after update on accounts begin update ledger set version = version + 1; end;
create trigger accounts_removed after delete on accounts begin update ledger set version = version + 1; end;
create trigger account_roles_added after insert on account_roles begin update ledger set version = version + 1; end;
create trigger account_roles_changed after update on account_roles begin update ledger set version = version + 1; end;
create trigger account_roles_removed after delete on account_roles begin update ledger set version = version + 1; end;
create trigger assignments_added after insert on assignments begin update ledger set version = version + 1; end;
create trigger assignments_changed after update on assignments begin update ledger set version = version + 1; end;
create trigger assignments_removed after delete on assignments begin update ledger set version = version + 1; end;
create trigger assignment_counties_added after insert on assignment_counties begin update ledger set version = version + 1; end;
create trigger assignment_counties_changed after update on assignment_counties begin update ledger set version = version + 1; end;
create trigger assignment_counties_removed after delete on assignment_counties begin update ledger set version = version + 1; end;
create trigger assignment_issue_areas_added after insert on assignment_issue_areas begin update ledger set version = version + 1; end;
create trigger assignment_issue_areas_changed after update on assignment_issue_areas begin update ledger set version = version + 1; end;
create trigger assignment_issue_areas_removed after delete on assignment_issue_areas begin update ledger set version = version + 1; end;
create trigger teams_added after insert on teams begin update ledger set version = version + 1; end;
create trigger teams_changed after update on teams begin update ledger set version = version + 1; end;
create trigger teams_removed after delete on teams begin update ledger set version = version + 1; end;
create trigger team_counties_added after insert on team_counties begin update ledger set version = version + 1; end;
create trigger team_counties_changed after update on team_counties begin update ledger set version = version + 1; end;
create trigger team_counties_removed after delete on team_counties begin update ledger set version = version + 1; end;
create trigger counties_added after insert on counties begin update ledger set version = version + 1; end;
create trigger counties_changed after update on counties begin update ledger set version = version + 1; end;
create trigger counties_removed after delete on counties begin update ledger set version = version + 1; end;
create trigger departments_added after insert on departments begin update ledger set version = version + 1; end;
create trigger departments_changed after update on departments begin update ledger set version = version + 1; end;
create trigger departments_removed after delete on departments begin update ledger set version = version + 1; end;
create trigger units_added after insert on units begin update ledger set version = version + 1; end;
create trigger units_changed after update on units begin update ledger set version = version + 1; end;
create trigger units_removed after delete on units begin update ledger set version = version + 1; end;
create trigger issue_areas_added after insert on issue_areas begin update ledger set version = version + 1; end;
create trigger issue_areas_changed after update on issue_areas begin update ledger set version = version + 1; end;
create trigger issue_areas_removed after delete on issue_areas begin update ledger set version = version + 1; end;
create trigger regional_actors_added after insert on regional_actors begin update ledger set version = version + 1; end;
create trigger regional_actors_changed after update on regional_actors begin update ledger set version = version + 1; end;
create trigger regional_actors_removed after delete on regional_actors begin update ledger set version = version + 1; end;
create trigger saved_views_added after insert on saved_views begin update ledger set version = version + 1; end;
create trigger saved_views_changed after update on saved_views begin update ledger set version = version + 1; end;
create trigger saved_views_removed after delete on saved_views begin update ledger set version = version + 1; end;
