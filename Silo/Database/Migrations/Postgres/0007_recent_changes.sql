-- additive: yes
-- Frontends ask twice a second which videos changed lately, whatever their state.
create index videos_changed on videos (changed_at);
