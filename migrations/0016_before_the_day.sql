-- Beredskap counts the milestones before the day, settled or not, without reading them.
create index milestones_before_the_day on milestones (dialogue_id, state) where offset_days < 0;
-- The dialogue that a län prepares for or follows up, without passing those of earlier years.
create index open_dialogues on dialogues (county, held_on) where phase not in ('closed', 'cancelled');
