DROP INDEX `audit_entries_filter`;--> statement-breakpoint
CREATE INDEX `audit_entries_chosen` ON `audit_entries` (`account_id`,`seq`,`category`,`event`,`actor_id`,`workflow_id`,`search`);